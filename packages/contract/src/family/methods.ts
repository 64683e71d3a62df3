import { Type } from 'typebox';
import { webauthn } from '../identity/types.ts';
import { changing, reading } from '../limits.ts';
import { command, query } from '../method.ts';
import { approval, currencyCode, payKey } from '../pay/types.ts';
import { cursor, nothing, nullable, object, personId, text } from '../schema.ts';
import {
  familyCaps,
  familyCard,
  familyCardId,
  familyCardName,
  familyPayment,
  familyRule,
} from './types.ts';

const approves = [
  ...(['pin_unset', 'wrong_pin', 'pin_locked', 'challenge_expired', 'passkey_rejected'] as const),
] as const;
const person = { auth: 'person', limit: changing } as const;
const asked = { auth: 'person', limit: reading } as const;
const oneCard = { input: object({ cardId: familyCardId }), output: object({ card: familyCard }) };
const notNow = ['card_unknown', 'card_over'] as const;

/** Lists are short: a person gives five in each currency, and others give them theirs. */
const shownCards = 100;

export const familyMethods = {
  getRules: query('family.getRules', {
    summary: 'The currencies in which I may give family cards; none for whoever is not of age.',
    input: nothing,
    output: object({ rules: Type.Array(familyRule, { maxItems: 20 }) }),
    refusals: [],
    ...asked,
  }),
  listCards: query('family.listCards', {
    summary: 'Family cards that I gave and that I hold, with those that ended in the last month.',
    input: nothing,
    output: object({
      given: Type.Array(familyCard, { maxItems: shownCards }),
      held: Type.Array(familyCard, { maxItems: shownCards }),
    }),
    refusals: [],
    ...asked,
  }),
  listPayments: query('family.listPayments', {
    summary: 'What was paid by a family card that I gave or hold, newest first, 50 a page.',
    input: object({ cardId: familyCardId, cursor: Type.Optional(cursor) }),
    output: object({
      payments: Type.Array(familyPayment, { maxItems: 50 }),
      next: nullable(cursor),
    }),
    refusals: ['card_unknown'],
    ...asked,
  }),
  beginPasskeyApproval: command('family.beginPasskeyApproval', {
    summary: 'Gives a challenge that is bound to a card for this person with exactly these caps.',
    input: object({ holderId: personId, currency: currencyCode, caps: familyCaps }),
    output: object({ challengeId: text(60), options: webauthn }),
    refusals: ['passkeys_unavailable'],
    ...person,
  }),
  offer: command('family.offer', {
    summary:
      'Offers a contact a card on my wallet, with which they pay merchants and nobody else. They ' +
      'have seven days to take it. Each cap is at most the next one: payment, day, month.',
    input: object({
      key: payKey,
      holderId: personId,
      name: familyCardName,
      currency: currencyCode,
      caps: familyCaps,
      approval,
    }),
    output: object({ card: familyCard }),
    refusals: [
      ...(['self_action', 'not_contact', 'blocked', 'wrong_currency'] as const),
      ...(['amount_too_large', 'not_for_minors', 'card_exists', 'too_many_cards'] as const),
      ...(['key_reused', ...approves] as const),
    ],
    ...person,
  }),
  answer: command('family.answer', {
    summary: 'Takes a family card that was offered to me, or declines it.',
    input: object({ cardId: familyCardId, accept: Type.Boolean() }),
    output: object({ card: familyCard }),
    refusals: notNow,
    ...person,
  }),
  change: command('family.change', {
    summary: 'Names a card that I gave anew and sets its caps; what was paid today counts.',
    input: object({ cardId: familyCardId, name: familyCardName, caps: familyCaps, approval }),
    output: object({ card: familyCard }),
    refusals: [...notNow, 'amount_too_large', ...approves],
    ...person,
  }),
  pause: command('family.pause', {
    summary: 'Lets a card that I gave pay nothing until I let it go on.',
    ...oneCard,
    refusals: notNow,
    ...person,
  }),
  resume: command('family.resume', {
    summary: 'Lets a card that I paused go on.',
    ...oneCard,
    refusals: notNow,
    ...person,
  }),
  end: command('family.end', {
    summary: 'Ends a card that I gave, takes an offer back, or gives a card back that I hold.',
    ...oneCard,
    refusals: notNow,
    ...person,
  }),
} as const;
