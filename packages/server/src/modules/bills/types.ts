import type { BillId, ConversationId, PayKey, PersonId } from '@plaza/base';
import type { Approval, BillKind, BillState, ShareMark, ShareState } from '@plaza/contract';
import type { LimitRefusal } from '../pay/index.ts';

export type BillRow = {
  billId: BillId;
  collectorId: PersonId;
  conversationId: ConversationId;
  kind: BillKind;
  title: string;
  currency: string;
  /** Split: the whole. Collected: what each gives; null: what they choose. */
  amountMinor: bigint | null;
  digest: Buffer;
  askedCount: number;
  /** Parts that are open or being paid. */
  openCount: number;
  paidCount: number;
  paidMinor: bigint;
  state: BillState;
  reminderCount: number;
  version: number;
  createdAt: Date;
  closesAt: Date;
  overAt: Date | null;
};

export type ShareRow = {
  billId: BillId;
  personId: PersonId;
  place: number;
  /** What is asked; null: they choose. */
  amountMinor: bigint | null;
  /** What is on its way, or was paid. */
  paidMinor: bigint | null;
  state: ShareState;
  attempt: number;
  changedAt: Date | null;
  remindedAt: Date | null;
};

export type Part = { personId: PersonId; amountMinor: number | null };

export type NewBill = {
  key: PayKey;
  conversationId: ConversationId;
  kind: BillKind;
  title: string;
  currency: string;
  amountMinor: number | null;
  parts: readonly Part[];
};

export type NewPayment = {
  key: PayKey;
  billId: BillId;
  amountMinor: number;
  /** Null: the city itself pays for somebody: never from outside. */
  approval: Approval | null;
};

export type Mark = { billId: BillId; personId: PersonId; mark: ShareMark };

/** Why somebody may not ask anything in a conversation. */
export type NoPlace =
  | 'conversation_unknown'
  | 'not_member'
  | 'not_contact'
  | 'blocked'
  | 'group_muted'
  | 'read_only';

export type CreateRefusal =
  | NoPlace
  | 'taker_unknown'
  | 'wrong_currency'
  | 'amount_too_small'
  | 'amount_too_large'
  | 'sum_wrong'
  | 'too_many_bills'
  | 'wallet_frozen'
  | 'class_needed'
  | 'not_for_minors'
  | 'key_reused'
  | 'invalid';

/** Why a part cannot be paid now, as the bill itself stands. */
export type ShareRefusal = 'bill_closed' | 'share_settled' | 'share_paying';

export type PayRefusal =
  | ShareRefusal
  | LimitRefusal
  | 'bill_unknown'
  | 'bill_not_yours'
  | 'wrong_amount'
  | 'amount_too_large'
  | 'not_member'
  | 'not_contact'
  | 'blocked'
  | 'read_only'
  | 'insufficient_funds'
  | 'wallet_frozen'
  | 'payee_frozen'
  | 'pin_unset'
  | 'wrong_pin'
  | 'pin_locked'
  | 'challenge_expired'
  | 'passkey_rejected'
  | 'key_reused'
  | 'unavailable';

export type MarkRefusal = ShareRefusal | 'bill_unknown' | 'share_unknown';
export type RemindRefusal =
  | 'bill_unknown'
  | 'bill_closed'
  | 'reminded_lately'
  | 'not_member'
  | 'read_only';
