import type { FamilyCardId, MoveId } from '@plaza/base';
import { Type, type Static } from 'typebox';
import { merchantId } from '../merchants/types.ts';
import { amountMinor, currencyCode, money } from '../pay/types.ts';
import { personCard } from '../people.ts';
import { id, nullable, object, oneOf, text, timestamp } from '../schema.ts';

export const familyCardId = id<FamilyCardId>('A family card.');

/** Cards that one person may have given in a currency at once. */
export const maxFamilyCards = 5;
/** So long a card that was offered can be taken. */
export const familyOfferDays = 7;
/** Cards that are over are listed for so long. */
export const familyShownDays = 30;

export const familyCardName = text(24);

/** The most that the card pays: at once, on a day, and in a month, both of UTC. */
export const familyCaps = object({
  paymentMinor: amountMinor,
  dayMinor: amountMinor,
  monthMinor: amountMinor,
});
export type FamilyCaps = Static<typeof familyCaps>;

/** `declined`, `lapsed` and `ended` are final. */
export const familyCardState = oneOf([
  ...(['offered', 'active', 'paused', 'declined', 'lapsed', 'ended'] as const),
]);
export type FamilyCardState = Static<typeof familyCardState>;

const left = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** A card on somebody’s wallet, with which somebody else pays merchants. */
export const familyCard = object({
  cardId: familyCardId,
  /** Whose money it is; null: no longer known. */
  giver: nullable(personCard),
  /** Who pays with it. */
  holder: nullable(personCard),
  name: familyCardName,
  currency: currencyCode,
  scale: Type.Integer({ minimum: 0, maximum: 4 }),
  caps: familyCaps,
  state: familyCardState,
  /** What of the caps is left; what is in the wallet is not told. */
  leftTodayMinor: left,
  leftMonthMinor: left,
  offeredAt: timestamp,
  /** Until when it can be taken; null: it was answered. */
  expiresAt: nullable(timestamp),
  /** When it came to its end; null: it has not. */
  endedAt: nullable(timestamp),
});
export type FamilyCard = Static<typeof familyCard>;

/** What a merchant was paid by a card: for both who have to do with it. */
export const familyPayment = object({
  paymentId: id<MoveId>('A payment by a family card.'),
  cardId: familyCardId,
  /** Null: not known any more. */
  merchantId: nullable(merchantId),
  /** The name of the merchant. */
  merchant: text(40),
  description: text(120, 0),
  money,
  /** All of it that went back to the giver. */
  refundedMinor: left,
  /** `processing`: said yes to, not yet in the ledger. */
  state: oneOf(['processing', 'paid']),
  at: timestamp,
});
export type FamilyPayment = Static<typeof familyPayment>;

/** What cards in a currency may be. */
export const familyRule = object({
  currency: currencyCode,
  scale: Type.Integer({ minimum: 0, maximum: 4 }),
  /** No cap may be higher. */
  maxAmountMinor: amountMinor,
  /** Cards that I may still give in it. */
  left: Type.Integer({ minimum: 0, maximum: maxFamilyCards }),
});
export type FamilyRule = Static<typeof familyRule>;
