import { Type } from 'typebox';
import { webauthn } from '../identity/types.ts';
import { changing, reading } from '../limits.ts';
import { command, query } from '../method.ts';
import { amountMinor, approval, currencyCode, money, payKey } from '../pay/types.ts';
import { nothing, object, oneOf, text } from '../schema.ts';
import { closing, deposit, drawer, payout, payoutId, railWays, voucherCode } from './types.ts';

const limited = ['limit_reached', 'class_needed', 'not_for_minors'] as const;
const slowly = { person: { count: 20, perSeconds: 3600 } };
/** What a payout is; an approval is bound to all of it. */
const asked = {
  way: oneOf(['bank', 'desk']),
  currency: currencyCode,
  amountMinor,
  iban: text(42, 0),
  name: text(70, 0),
};

const ofPeople = {
  getWays: query('rails.getWays', {
    summary: 'How money comes into my wallets and goes out of them.',
    input: nothing,
    output: object({ ways: Type.Array(railWays, { maxItems: 20 }), isClerk: Type.Boolean() }),
    refusals: [],
    auth: 'person',
    limit: reading,
  }),
  redeemVoucher: command('rails.redeemVoucher', {
    summary: 'Turns a printed code into money; each code once, whoever is first.',
    input: object({ key: payKey, code: voucherCode }),
    output: object({ money }),
    refusals: ['voucher_unknown', 'voucher_used', 'wallet_frozen', 'key_reused', ...limited],
    auth: 'person',
    limit: slowly,
  }),
  topUpSimulated: command('rails.topUpSimulated', {
    summary: 'Demo cities only: pretends that a bank sent money. Nobody paid for it.',
    input: object({ key: payKey, currency: currencyCode, amountMinor }),
    output: object({ money }),
    refusals: [
      'not_demo',
      'wrong_currency',
      'amount_too_large',
      'wallet_frozen',
      'key_reused',
      ...limited,
    ],
    auth: 'person',
    limit: slowly,
  }),
  beginPasskeyApproval: command('rails.beginPasskeyApproval', {
    summary: 'Gives a challenge that is bound to exactly this payout.',
    input: object(asked),
    output: object({ challengeId: text(60), options: webauthn }),
    refusals: ['passkeys_unavailable'],
    auth: 'person',
    limit: changing,
  }),
  requestPayout: command('rails.requestPayout', {
    summary: 'Holds money of mine until the bank or the desk has paid it out.',
    input: object({ key: payKey, ...asked, approval }),
    output: object({ payout }),
    refusals: [
      'wrong_currency',
      'cash_out_closed',
      'iban_invalid',
      'amount_too_large',
      'insufficient_funds',
      'wallet_frozen',
      'class_needed',
      'not_for_minors',
      'pin_unset',
      'wrong_pin',
      'pin_locked',
      'challenge_expired',
      'passkey_rejected',
      'key_reused',
    ],
    auth: 'person',
    limit: changing,
  }),
  cancelPayout: command('rails.cancelPayout', {
    summary: 'Takes a payout back, as long as it is not in a file for the bank.',
    input: object({ payoutId }),
    output: object({ payout }),
    refusals: ['payout_unknown', 'payout_settled'],
    auth: 'person',
    limit: changing,
  }),
  listPayouts: query('rails.listPayouts', {
    summary: 'My payouts, the newest 50.',
    input: nothing,
    output: object({ payouts: Type.Array(payout, { maxItems: 50 }) }),
    refusals: [],
    auth: 'person',
    limit: reading,
  }),
} as const;

/** What cashiers of the city’s desk do; whoever is none gets `forbidden`. */
const ofClerks = {
  takeCash: command('rails.takeCash', {
    summary: 'At the desk: somebody gave cash, and gets it into their wallet.',
    input: object({ key: payKey, handle: text(40), currency: currencyCode, amountMinor }),
    output: object({ deposit }),
    refusals: [
      'person_not_found',
      'self_action',
      'wrong_currency',
      'amount_too_large',
      'wallet_frozen',
      'key_reused',
      'limit_reached',
      'class_needed',
      'not_for_minors',
    ],
    auth: 'person',
    limit: changing,
  }),
  payCash: command('rails.payCash', {
    summary: 'At the desk: somebody told the code of their payout, and gets it in cash.',
    input: object({ code: Type.String({ pattern: '^[0-9]{8}$' }) }),
    output: object({ deposit }),
    refusals: ['payout_unknown', 'payout_settled', 'wallet_frozen', 'self_action'],
    auth: 'person',
    limit: { person: { count: 60, perSeconds: 3600 } },
  }),
  getDrawer: query('rails.getDrawer', {
    summary: 'What my drawer should hold in each currency, since I counted it last.',
    input: nothing,
    output: object({
      drawers: Type.Array(drawer, { maxItems: 20 }),
      closings: Type.Array(closing, { maxItems: 30 }),
    }),
    refusals: [],
    auth: 'person',
    limit: reading,
  }),
  countDrawer: command('rails.countDrawer', {
    summary: 'Closes the day at the desk: what was counted, beside what should be there.',
    input: object({
      currency: currencyCode,
      countedMinor: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
      note: text(300, 0),
    }),
    output: object({ closing }),
    refusals: ['wrong_currency'],
    auth: 'person',
    limit: changing,
  }),
} as const;

export const railsPeopleMethods = { ...ofPeople, ...ofClerks } as const;
