import { maxAmountMinor, type PayKey, type TransferId } from '@plaza/base';
import { Type, type Static } from 'typebox';
import { webauthn } from '../identity/types.ts';
import { personCard } from '../people.ts';
import {
  conversationId,
  id,
  nullable,
  object,
  oneOf,
  personId,
  text,
  timestamp,
} from '../schema.ts';

/** Chosen by the caller before the first try: the same key gives the first answer again. */
export const payKey = id<PayKey>('The caller’s own id of the command.');
export const transferId = id<TransferId>('A transfer between two people.');

/** How long the payee may take before a transfer goes back by itself. */
export const acceptanceHours = 24;
export const maxNoteLength = 60;
export const note = text(maxNoteLength, 0);

/** So long after a payment its payer may write to the payee, once. */
export const contactHours = 24;
export const maxContactLength = 200;

export const currencyCode = Type.String({
  pattern: '^[a-z][a-z0-9-]{1,19}$',
  description: 'A currency of this city, such as `points`.',
});
/** Whole numbers of the smallest unit; never a fraction. */
export const amountMinor = Type.Integer({ minimum: 1, maximum: maxAmountMinor });
const scale = Type.Integer({ minimum: 0, maximum: 4, description: 'Decimals that are shown.' });

/** An amount with all that is needed to write it down. */
export const money = object({
  amountMinor: Type.Integer({
    minimum: -Number.MAX_SAFE_INTEGER,
    maximum: Number.MAX_SAFE_INTEGER,
  }),
  currency: currencyCode,
  scale,
});
export type Money = Static<typeof money>;

/** Six digits. */
export const pin = Type.String({ pattern: '^[0-9]{6}$', description: 'A pay PIN: six digits.' });

export const wallet = object({
  currency: currencyCode,
  scale,
  /** What can be spent now. */
  availableMinor: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  /** Sent, and not yet accepted: gone from what is available, and perhaps coming back. */
  heldMinor: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  state: oneOf(['open', 'frozen']),
  /** Why the operator froze it; empty while it is open. */
  reason: text(300, 0),
  /** The largest single payment. */
  maxAmountMinor: amountMinor,
  /** Rises with every change: the newest replaces the older. */
  version: Type.Integer({ minimum: 0 }),
});
export type Wallet = Static<typeof wallet>;

/** How this person approves payments. */
export const approvalMeans = object({
  hasPin: Type.Boolean(),
  /** Too many wrong PINs: no PIN is looked at before this time. */
  pinLockedUntil: nullable(timestamp),
  /** Somebody asked to set a new PIN; any device may cancel it. */
  pinReset: nullable(object({ readyAt: timestamp, expiresAt: timestamp })),
  passkeys: Type.Boolean({ description: 'Whether a passkey may approve instead of the PIN.' }),
});
export type ApprovalMeans = Static<typeof approvalMeans>;

/** Says yes to exactly one payment: this payee, this amount, this currency. */
export const approval = Type.Union([
  object({ kind: Type.Literal('pin'), pin }),
  object({ kind: Type.Literal('passkey'), challengeId: text(60), response: webauthn }),
]);
export type Approval = Static<typeof approval>;

/** What an approval is bound to. */
export const payment = { payeeId: personId, amountMinor, currency: currencyCode };

/**
 * `processing`: asked for, not yet in the ledger. `waiting`: held for the payee. `arriving`: they
 * accepted it, and it arrives at its time. `cancelled`: its payer took it back before. `failed`:
 * nothing was charged. `expired`: went back by itself.
 */
export const transferState = oneOf([
  'processing',
  'waiting',
  'arriving',
  'accepted',
  'returned',
  'cancelled',
  'expired',
  'failed',
]);
export type TransferState = Static<typeof transferState>;

/** When the money of a transfer arrives: at once, or only after two hours or a day. */
export const arrival = oneOf(['now', '2h', '24h']);
export type Arrival = Static<typeof arrival>;

export const transfer = object({
  transferId,
  conversationId,
  payer: personCard,
  payee: personCard,
  money,
  note,
  state: transferState,
  /** The refusal’s name when it failed, else null. */
  failure: nullable(text(60)),
  createdAt: timestamp,
  /** When it goes back if nobody accepts it; null before it is in the ledger. */
  expiresAt: nullable(timestamp),
  settledAt: nullable(timestamp),
  /**
   * Delayed: when it arrives at the earliest. Until then its payer may cancel it. Null: it arrives
   * as soon as it is accepted, or is not in the ledger.
   */
  arrivesAt: nullable(timestamp),
  /** When the payer wrote to the payee from the receipt; null: not yet, and it is once at most. */
  contactedAt: nullable(timestamp),
});
export type Transfer = Static<typeof transfer>;

export const statementKind = oneOf([
  'top_up',
  'transfer_out',
  'transfer_in',
  'transfer_back',
  'packet_out',
  'packet_in',
  'packet_back',
  'bill_out',
  'bill_in',
  'voucher_in',
  'desk_in',
  'bank_in',
  'simulated_in',
  'cash_out',
  'cash_back',
  'credit_line',
  'order_out',
  'order_back',
  'card_out',
  'card_back',
  'payout_in',
  'withdrawal_in',
  'hold_out',
  'hold_back',
  'closing',
]);

/** A line of the statement; the lines of a currency add up to what is available. */
export const statementLine = object({
  /** Position in the statement of this wallet: 1, 2, 3 … without a gap. */
  lineNumber: Type.Integer({ minimum: 1 }),
  kind: statementKind,
  /** Negative: went out. */
  money,
  /** What was available after it. */
  balanceMinor: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  /** The other person; null for the operator, and for a person who is no longer known. */
  counterparty: nullable(personCard),
  transferId: nullable(transferId),
  /** The transfer, the red packet or whatever else the line belongs to; its kind says which. */
  subjectId: nullable(id('What a line of a statement belongs to.')),
  note: text(300, 0),
  /** The id in the ledger, for questions to the operator. */
  reference: text(60),
  at: timestamp,
});
export type StatementLine = Static<typeof statementLine>;

/** A transfer as a message of its conversation. How it stands now is asked of pay. */
export const transferCard = object({
  type: Type.Literal('transfer'),
  transferId,
  payeeId: personId,
  money,
  note,
});

/** What became of a transfer, in the conversation where it was sent. */
export const transferSettled = object({
  type: Type.Literal('transferSettled'),
  transferId,
  outcome: oneOf(['accepted', 'returned', 'cancelled', 'expired']),
  money,
});

/** Sum of the ledger by account of the chart. */
export const bookEntry = object({
  account: text(60),
  kind: oneOf(['asset', 'liability', 'income', 'memo']),
  currency: currencyCode,
  scale,
  debitsMinor: Type.Integer({ minimum: 0 }),
  creditsMinor: Type.Integer({ minimum: 0 }),
  heldMinor: Type.Integer({ minimum: 0 }),
  accounts: Type.Integer({ minimum: 0 }),
});
export type BookEntry = Static<typeof bookEntry>;
