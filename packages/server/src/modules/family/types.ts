import type { FamilyCardId, MerchantId, MoveId, PayKey, PersonId } from '@plaza/base';
import type { Approval, FamilyCaps, FamilyCardState } from '@plaza/contract';
import type { PayCore } from '../pay/index.ts';

export type CardRow = {
  giverId: PersonId;
  cardId: FamilyCardId;
  holderId: PersonId;
  name: string;
  currency: string;
  paymentMinor: bigint;
  dayMinor: bigint;
  monthMinor: bigint;
  state: FamilyCardState;
  /** One of five, as long as the card is not over. */
  place: number;
  asked: Buffer;
  offeredAt: Date;
  expiresAt: Date;
  endedAt: Date | null;
  version: number;
};

export type CardKey = Pick<CardRow, 'giverId' | 'cardId'>;

export type PaymentRow = {
  giverId: PersonId;
  paymentId: MoveId;
  cardId: FamilyCardId;
  merchantId: MerchantId | null;
  merchant: string;
  description: string;
  amountMinor: bigint;
  currency: string;
  refundedMinor: bigint;
  state: 'processing' | 'paid';
  day: string;
  month: string;
  createdAt: Date;
};

/** What an approval of a card is bound to: for whom, and all of its caps. */
export type CardTerms = { holderId: PersonId; currency: string; caps: FamilyCaps };

/** `approval: null` is the city itself, as in the fill of a demo city: never from outside. */
export type NewCard = CardTerms & { key: PayKey; name: string; approval: Approval | null };

export type ApprovalRefusal = Exclude<
  Awaited<ReturnType<PayCore['approve']>>,
  { ok: true }
>['reason'];

export type OfferRefusal =
  | 'self_action'
  | 'not_contact'
  | 'blocked'
  | 'wrong_currency'
  | 'amount_too_large'
  | 'not_for_minors'
  | 'card_exists'
  | 'too_many_cards'
  | 'key_reused'
  | 'invalid'
  | ApprovalRefusal;

/** Why a card pays nothing just now. */
export type UseRefusal = 'card_unknown' | 'card_paused';

/** Why it does not pay this. */
export type SpendRefusal =
  | UseRefusal
  | 'card_declined'
  | 'wrong_currency'
  | 'wallet_frozen'
  | 'limit_reached';

/** What a holder wants to pay. */
export type Spending = {
  cardId: FamilyCardId;
  amountMinor: bigint;
  currency: string;
  /** A cap of the merchant’s code besides, which counts for whose money it is. */
  cap?: NonNullable<Parameters<PayCore['limits']['judge']>[0][number]['cap']>;
};

export type Quotas = Parameters<PayCore['limits']['reserve']>[1];

/** A payment that was judged, and may be begun. */
export type Judged = {
  giverId: PersonId;
  cardId: FamilyCardId;
  /** The card as it was judged. */
  version: number;
  quotas: Quotas;
  day: string;
  month: string;
};

/** What the payment is, for the two people. */
export type Taken = {
  paymentId: MoveId;
  merchantId: MerchantId;
  merchant: string;
  description: string;
  amountMinor: bigint;
  currency: string;
};

/** What the ledger did with a payment by a card. */
export type Settled = {
  giverId: PersonId;
  paymentId: MoveId;
  kind: 'paid' | 'refunded';
  amountMinor: bigint;
};
