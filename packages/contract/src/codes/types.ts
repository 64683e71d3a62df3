import { Type, type Static } from 'typebox';
import { sessionId } from '../identity/types.ts';
import { amountMinor, currencyCode, money } from '../pay/types.ts';
import { id, object, oneOf, text, timestamp } from '../schema.ts';

/** What somebody shows to a till: eighteen digits that begin with 13. */
export const payCode = Type.String({
  pattern: '^13[0-9]{16}$',
  description: 'A pay code: eighteen digits that begin with 13.',
});

/** For so long a code is on the screen. */
export const payCodeSeconds = 60;
/** For so long it is taken after that: the way from the screen to the till. */
export const payCodeGraceSeconds = 30;
/** So many are given out at once, one for each minute: the next minutes need no line. */
export const payCodesAtOnce = 20;

export const shownCode = object({
  code: payCode,
  /** From when it is shown, until the next one begins. */
  from: timestamp,
  until: timestamp,
});
export type ShownCode = Static<typeof shownCode>;

/** What a till may take by a code alone; above it the person is asked. */
export const codeCap = object({
  currency: currencyCode,
  scale: Type.Integer({ minimum: 0, maximum: 4 }),
  /** The largest single payment that is not asked about. */
  paymentMinor: amountMinor,
  /** The same for a day of the city (UTC). */
  dayMinor: amountMinor,
  /** What of it was used today. */
  spentMinor: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
});
export type CodeCap = Static<typeof codeCap>;

/** A device that may show pay codes. */
export const codeDevice = object({
  sessionId,
  name: text(200, 0),
  kind: text(20, 0),
  isThis: Type.Boolean(),
  enabledAt: timestamp,
});
export type CodeDevice = Static<typeof codeDevice>;

/** How pay codes stand for a person, seen from one device. */
export const codeState = object({
  /** `off`: this device shows none. `paused`: no device does, until that is taken back. */
  state: oneOf(['off', 'on', 'paused']),
  caps: Type.Array(codeCap),
  devices: Type.Array(codeDevice),
});
export type CodeState = Static<typeof codeState>;

/** What a code was used for; the order is the merchant's. */
export const codeUse = object({
  orderId: id('What the code was used for.'),
  money,
  /** False: the person has to say yes to the payment yet. */
  isConfirmed: Type.Boolean(),
  at: timestamp,
});
export type CodeUse = Static<typeof codeUse>;
