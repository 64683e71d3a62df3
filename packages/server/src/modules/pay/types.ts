import type { ConversationId, PayKey, PersonId, TransferId } from '@plaza/base';
import type { ApprovalRefusal } from './approval/index.ts';
import type { LimitRefusal } from './limits/types.ts';
import type { Approval, Arrival, StatementLine, TransferState } from '@plaza/contract';

/** A person's money in one currency, as projected from the ledger. */
export type WalletRow = {
  personId: PersonId;
  currency: string;
  /** The account in the ledger, which knows no person. */
  accountId: string;
  availableMinor: bigint;
  heldMinor: bigint;
  state: 'open' | 'frozen';
  reason: string;
  /** The freeze that stands; null while the wallet is open. */
  freezeId: string | null;
  version: number;
  lineCount: number;
};

export type TransferRow = {
  transferId: TransferId;
  payerId: PersonId;
  payeeId: PersonId;
  conversationId: ConversationId;
  amountMinor: bigint;
  currency: string;
  note: string;
  state: TransferState;
  failure: string | null;
  /** How often accepting was refused for a reason that passes; part of the id in the ledger. */
  attempt: number;
  createdAt: Date;
  expiresAt: Date | null;
  settledAt: Date | null;
  /** How long it takes to arrive: 0, two hours or a day. */
  delaySeconds: number;
  /** When it arrives at the earliest; null before it is held, and where it is not delayed. */
  arrivesAt: Date | null;
  /** When the payer wrote to the payee from the receipt, which is once. */
  contactedAt: Date | null;
};

export type OperationKind = 'top_up' | 'freeze' | 'unfreeze' | 'closing';

/** Something that the city does to one wallet. */
export type OperationRow = {
  operationId: string;
  kind: OperationKind;
  personId: PersonId;
  currency: string;
  amountMinor: bigint;
  reason: string;
  /** The freeze that is lifted; null for other kinds. */
  targetId: string | null;
  actorId: PersonId | null;
  createdAt: Date;
};

export type LineKind = StatementLine['kind'];

export type LineRow = {
  personId: PersonId;
  currency: string;
  lineNumber: number;
  kind: LineKind;
  /** Negative: went out. */
  amountMinor: bigint;
  balanceMinor: bigint;
  counterpartyId: PersonId | null;
  /** What of its part the line belongs to: the transfer, the packet. */
  subjectId: string | null;
  note: string;
  reference: string;
  /** The event's place in the ledger, in nanoseconds. */
  ledgerAt: bigint;
};

export type NewTransfer = {
  key: PayKey;
  payeeId: PersonId;
  amountMinor: number;
  currency: string;
  note: string;
  /** When it arrives; at once unless said otherwise. */
  arrival?: Arrival;
};

/** Null: the city itself pays for somebody, as in the fill of a demo city. */
export type GivenApproval = Approval | null;

export type OnTransfer = { key: PayKey; transferId: TransferId };

/** `actorId` is null when the server itself acts. */
export type OnWallet = {
  actorId: PersonId | null;
  key: PayKey;
  personId: PersonId;
  currency: string;
  reason: string;
};

/** What may stand in the way of anything that a person pays: money, wallet, approval, key. */
export type PaymentRefusal =
  | LimitRefusal
  | ApprovalRefusal
  | 'wrong_currency'
  | 'amount_too_large'
  | 'insufficient_funds'
  | 'wallet_frozen'
  | 'key_reused'
  | 'unavailable';

export type SendRefusal =
  | PaymentRefusal
  | 'self_action'
  | 'not_contact'
  | 'blocked'
  | 'payee_frozen';

export type ReturnRefusal =
  | 'transfer_unknown'
  | 'transfer_settled'
  | 'key_reused'
  | 'forbidden'
  | 'unavailable';
export type CancelRefusal = ReturnRefusal | 'cancel_too_late';
export type ContactRefusal =
  | 'transfer_unknown'
  | 'contact_too_late'
  | 'contact_used'
  | 'blocked'
  | 'forbidden';
export type AcceptRefusal = ReturnRefusal | LimitRefusal | 'wallet_frozen';

export type TopUpRefusal =
  | LimitRefusal
  | 'person_not_found'
  | 'wrong_currency'
  | 'amount_too_large'
  | 'wallet_frozen'
  | 'key_reused'
  | 'unavailable';
export type FreezeRefusal = Exclude<TopUpRefusal, LimitRefusal | 'amount_too_large'>;
export type UnfreezeRefusal = Exclude<FreezeRefusal, 'wallet_frozen'> | 'wallet_open';
