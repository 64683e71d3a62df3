import type { FamilyCardId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { befriend, startCity, type TestCity } from './support/city.ts';
import { caps, giveCard, offerCard, offerTo } from './support/family.ts';
import { buy, openShop, payment, refundOf, sale, takeOrder } from './support/merchants.ts';
import {
  addPasskey,
  byPin,
  createPin,
  currency,
  freeze,
  moneyOf,
  newKey,
  openWallets,
  statementOf,
} from './support/pay.ts';
import type { TestPerson } from './support/person.ts';
import { noId } from './support/talk.ts';

let city: TestCity;
beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const dayMs = 24 * 3_600_000;

/** A shop, Ana with money, and her child, who has none and may have none. */
async function openFamily() {
  const shop = await openShop(city);
  const kim = await city.signUp('Kim');
  await befriend(shop.ana, kim, city.settle);
  await createPin(kim);
  const { personId } = kim.me;
  const standing = { class: 1, isMinor: true, reason: 'Is 12' } as const;
  await shop.operator.must('pay.setStanding', { personId, ...standing });
  return { ...shop, kim };
}

describe('a family card', () => {
  it('pays a shop with its giver’s money, and both are told', async () => {
    const { ana, kim, owner, merchantId } = await openFamily();
    const [hers, theirs] = [await ana.socket(), await kim.socket()];
    const { cardId } = await offerCard(ana, kim);
    const told = await theirs.event('family.cardChanged', () => true);
    expect(told.card).toMatchObject({ cardId, state: 'offered', giver: ana.card, caps });
    await kim.must('family.answer', { cardId, accept: true });
    await hers.event('family.cardChanged', ({ card }) => card.state === 'active');

    const { orderId } = await takeOrder(owner, merchantId);
    const paid = await buy(kim, { merchantId, orderId }, { cardId });
    expect(paid).toMatchObject({ state: 'paid', money: { amountMinor: 1_000 } });
    const heard = await hers.event('family.paymentChanged', () => true);
    expect(heard.payment).toMatchObject({ cardId, merchant: 'Café Sol', state: 'paid' });
    await city.settle();
    expect([await moneyOf(ana), await moneyOf(kim)]).toEqual([
      [9_000, 0],
      [0, 0],
    ]);
    expect(await statementOf(ana, 'card_out')).toMatchObject([
      { counterparty: kim.card, note: 'Café Sol · Tea', money: { amountMinor: -1_000 } },
    ]);
    await owner.must('merchants.refund', refundOf({ merchantId, orderId }, 400));
    await city.settle();
    expect(await moneyOf(ana)).toEqual([9_400, 0]);
    expect(await statementOf(ana, 'card_back')).toHaveLength(1);
    const { payments, next } = await kim.must('family.listPayments', { cardId });
    expect([payments.length, payments[0]?.refundedMinor, next]).toEqual([1, 400, null]);
    const { held } = await kim.must('family.listCards', {});
    expect(held).toMatchObject([{ cardId, leftTodayMinor: 2_400, leftMonthMinor: 8_400 }]);
    expect((await ana.must('family.listCards', {})).given).toEqual(held);
  });

  it('is what a code may be made on, and what a till takes from', async () => {
    const { ana, kim, owner, merchantId, operator } = await openFamily();
    const { cardId } = await giveCard(ana, kim);
    await kim.must('codes.enable', { approval: byPin() });
    const { codes } = await kim.must('codes.issue', { cardId });
    const code = codes[0]?.code ?? '';
    const { order } = await owner.must('merchants.charge', { ...sale(merchantId), code });
    expect(order).toMatchObject({ state: 'paid', payer: kim.card });
    await city.settle();
    expect(await moneyOf(ana)).toEqual([9_000, 0]);

    // She gave it, and pays with her own wallet.
    expect(await ana.refused('codes.issue', { cardId })).toBe('card_unknown');
    await freeze(operator, ana);
    await city.settle();
    expect(await kim.refused('codes.issue', { cardId })).toBe('card_paused');
    await freeze(operator, ana, 'it was found', 'pay.unfreezeWallet');
    await city.settle();
    await kim.must('codes.issue', { cardId });
  });

  it('refuses what it may not pay, in words about the card alone', async () => {
    const { ana, kim, owner, merchantId } = await openFamily();
    const { cardId } = await giveCard(ana, kim);
    const { orderId } = await takeOrder(owner, merchantId);
    const order = { merchantId, orderId };
    const refused = (person: TestPerson, change: object = {}) =>
      person.refused('merchants.pay', payment(order, { cardId, ...change }));
    expect(await refused(owner)).toBe('card_unknown');
    expect(await refused(kim, { cardId: noId<FamilyCardId>() })).toBe('card_unknown');
    await ana.must('family.pause', { cardId });
    expect(await refused(kim)).toBe('card_paused');
    await ana.must('family.resume', { cardId });
    const large = await takeOrder(owner, merchantId, { amountMinor: 2_001 });
    const tooMuch = payment({ merchantId, orderId: large.orderId }, { cardId, amountMinor: 2_001 });
    expect(await kim.call('merchants.pay', tooMuch)).toMatchObject({
      ...{ error: 'limit_reached' },
      details: { limit: 'card_payment', leftMinor: 2_000, currency },
    });
    const zoe = await city.signUp('Zoe');
    await createPin(zoe);
    await befriend(zoe, kim, city.settle);
    const poor = (await giveCard(zoe, kim)).cardId;
    expect(await refused(kim, { cardId: poor })).toBe('card_declined');
    // Of her own she has nothing, and the order is still there to be paid by the card.
    expect(await refused(kim, { cardId: undefined })).toBe('insufficient_funds');
    expect(await kim.call('merchants.pay', payment(order, { cardId }))).toMatchObject({ ok: true });
    await city.settle();
    await ana.must('contacts.block', { personId: kim.me.personId });
    await city.settle();
    expect(await kim.refused('family.end', { cardId: noId<FamilyCardId>() })).toBe('card_unknown');
    const { held } = await kim.must('family.listCards', {});
    expect(held.find((card) => card.cardId === cardId)).toMatchObject({ state: 'ended' });
  });
});

describe('giving a card', () => {
  it('is for contacts of those who are of age', async () => {
    const { ana, kim, operator } = await openFamily();
    const eve = await city.signUp('Eve');
    const refused = (holder: TestPerson, change: object = {}) =>
      ana.refused('family.offer', offerTo(holder, change));
    expect(await refused(ana)).toBe('self_action');
    expect(await refused(eve)).toBe('not_contact');
    const bo = await city.signUp('Bo');
    await befriend(ana, bo, city.settle);
    await bo.must('contacts.block', { personId: ana.me.personId });
    expect(await refused(bo)).toBe('blocked');
    expect(await refused(kim, { currency: 'stones' })).toBe('wrong_currency');
    const huge = { ...caps, monthMinor: 100_000_001 };
    expect(await refused(kim, { caps: huge })).toBe('amount_too_large');
    expect(await refused(kim, { caps: { ...caps, dayMinor: 1_999 } })).toBe('invalid');
    expect(await refused(kim, { approval: byPin('264817') })).toBe('wrong_pin');
    expect(await kim.refused('family.offer', offerTo(ana))).toBe('not_for_minors');
    expect(await kim.must('family.getRules', {})).toEqual({ rules: [] });
    const asked = offerTo(kim);
    const { card } = await ana.must('family.offer', asked);
    expect(await ana.must('family.offer', asked)).toEqual({ card });
    expect(await refused(kim, { key: asked.key, name: 'Bus' })).toBe('key_reused');
    expect(await refused(kim)).toBe('card_exists');
    for (let count = 0; count < 4; count += 1) {
      const other = await city.signUp('Ben');
      await befriend(ana, other, city.settle);
      await offerCard(ana, other);
    }
    const last = await city.signUp('Ben');
    await befriend(ana, last, city.settle);
    expect(await refused(last)).toBe('too_many_cards');
    const { rules } = await ana.must('family.getRules', {});
    expect(rules).toEqual([{ currency, scale: 2, maxAmountMinor: 100_000_000, left: 0 }]);
    const noPin = await city.signUp('Pia');
    await befriend(noPin, last, city.settle);
    expect(await noPin.refused('family.offer', offerTo(last))).toBe('pin_unset');
    await freeze(operator, ana);
  });

  it('ends as either of the two wants', async () => {
    const { ana, kim } = await openFamily();
    const { cardId } = await offerCard(ana, kim);
    const { cardId: never } = { cardId: noId<FamilyCardId>() };
    const terms = { name: 'Bus', caps, approval: byPin() };
    for (const [person, of] of [
      [kim, never],
      [ana, cardId],
    ] as const) {
      // To take it is the holder’s, and to hold it back the giver’s.
      const asked = { cardId: of, accept: true };
      expect(await person.refused('family.answer', asked)).toBe('card_unknown');
    }
    for (const method of ['family.pause', 'family.resume'] as const) {
      expect(await ana.refused(method, { cardId })).toBe('card_over');
      expect(await kim.refused(method, { cardId })).toBe('card_unknown');
    }
    expect(await kim.refused('family.change', { cardId, ...terms })).toBe('card_unknown');
    const huge = { ...terms, caps: { ...caps, monthMinor: 100_000_001 } };
    expect(await ana.refused('family.change', { cardId, ...huge })).toBe('amount_too_large');
    const changed = await ana.must('family.change', { cardId, ...terms });
    expect(changed.card).toMatchObject({ name: 'Bus', state: 'offered' });
    await kim.must('family.answer', { cardId, accept: false });
    expect(await kim.refused('family.answer', { cardId, accept: true })).toBe('card_over');
    expect(await ana.refused('family.change', { cardId, ...terms })).toBe('card_over');
    expect(await ana.refused('family.end', { cardId })).toBe('card_over');
    const again = await giveCard(ana, kim);
    const { card } = await kim.must('family.end', { cardId: again.cardId });
    expect(card).toMatchObject({ state: 'ended', cardId: again.cardId });
    expect(await ana.refused('family.listPayments', { cardId: never })).toBe('card_unknown');
  });
});

describe('an approval of a card', () => {
  it('is of exactly these caps, and of paying by exactly this card', async () => {
    await using named = await startCity();
    const { payer: ana, payee: wei } = await openWallets(named);
    const shop = await openShop(named);
    const key = await addPasskey(named, ana);
    const holders = await addPasskey(named, wei);
    const { personId: holderId } = wei.me;
    const begin = () => ana.must('family.beginPasskeyApproval', { holderId, currency, caps });
    named.clock.travel(dayMs);
    type Begun = Awaited<ReturnType<typeof begin>>;
    const yes = ({ challengeId, options }: Begun) =>
      ({ kind: 'passkey', challengeId, response: key.get(options) }) as const;
    const offer = (given: Begun, change: object = {}) =>
      ana.call('family.offer', offerTo(wei, { approval: yes(given), ...change }));
    const other = { ...caps, dayMinor: 2_999 };
    const rejected = { error: 'passkey_rejected' };
    expect(await offer(await begin(), { caps: other })).toMatchObject(rejected);
    const given = await begin();
    const made = await ana.must('family.offer', offerTo(wei, { approval: yes(given) }));
    const { cardId } = made.card;
    const change = (approval: ReturnType<typeof yes>, of = caps) =>
      ana.call('family.change', { cardId, name: 'Bus', caps: of, approval });
    expect(await change(yes(given))).toMatchObject({ error: 'challenge_expired' });
    expect(await change(yes(await begin()), other)).toMatchObject(rejected);
    await wei.must('family.answer', { cardId, accept: true });
    const { merchantId } = shop;
    const { orderId } = await takeOrder(shop.owner, merchantId);
    const order = { merchantId, orderId, amountMinor: 1_000, currency };
    const pay = async (asked: object, change: object) => {
      const begun = await wei.must('merchants.beginPasskeyApproval', { ...order, ...asked });
      const { challengeId, options } = begun;
      const approval = { kind: 'passkey', challengeId, response: holders.get(options) } as const;
      return wei.call('merchants.pay', payment(order, { approval, ...change }));
    };
    expect(await pay({}, { cardId })).toMatchObject(rejected);
    expect(await pay({ cardId }, { cardId })).toMatchObject({ ok: true });
    await ana.must('family.end', { cardId });
    const over = await offer(given);
    expect(over).toMatchObject({ error: 'challenge_expired' });
    expect(named.faults).toEqual([]);
  });

  it('needs passkeys, and a PIN that is not locked', async () => {
    const env = { PLAZA_PUBLIC_URL: 'http://127.0.0.1:9', PLAZA_HOST: '127.0.0.1' };
    await using bare = await startCity({ env });
    const [ana, wei] = await bare.contacts('Ana', 'Wei');
    const { personId: holderId } = wei.me;
    const none = await ana.refused('family.beginPasskeyApproval', { holderId, currency, caps });
    expect(none).toBe('passkeys_unavailable');
    const terms = { key: newKey(), holderId, name: 'Bus', currency, caps, approval: null };
    const made = await bare.composed.modules.family.offer(ana.me.personId, terms);
    if (!made.ok) throw new Error(made.reason);
    const { cardId } = made.value;
    const change = (digits: string) =>
      ana.refused('family.change', { cardId, name: 'Bus', caps, approval: byPin(digits) });
    expect(await change('264817')).toBe('pin_unset');
    await createPin(ana);
    const answers = [];
    for (let count = 0; count < 8; count += 1) answers.push(await change('264817'));
    expect([answers[0], answers.at(-1)]).toEqual(['wrong_pin', 'pin_locked']);
    await ana.must('family.end', { cardId });
    expect(await ana.refused('family.offer', offerTo(wei))).toBe('pin_locked');
  });
});
