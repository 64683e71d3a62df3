import { present, type FamilyCardId, type PersonId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byPin, hourMs, must, openTestPay, reason, type TestPay } from '../pay/testing/index.ts';
import { createFamily, type Family } from './service.ts';
import type { NewCard } from './types.ts';

let city: TestPay;
let family: Family;
beforeAll(async () => {
  city = await openTestPay('memory', { migrations: ['family'] });
  family = createFamily({ ...city, pay: city.pay.core });
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city[Symbol.asyncDispose]();
});

const caps = { paymentMinor: 500, dayMinor: 800, monthMinor: 2_000 };

function offer(giverId: PersonId, holderId: PersonId, over: Partial<NewCard> = {}) {
  const usual = { key: city.newKey(), name: 'Pocket money', currency: 'points', caps };
  return family.offer(giverId, { ...usual, holderId, approval: byPin, ...over });
}

async function friendOf(personId: PersonId): Promise<PersonId> {
  const friend = await city.person('Ben');
  await city.contacts.befriend(personId, friend);
  return friend;
}

async function taken(): Promise<{ ana: PersonId; ben: PersonId; cardId: FamilyCardId }> {
  const [ana, ben] = await city.pair();
  const { cardId } = must(await offer(ana, ben));
  must(await family.act(ben, { cardId, event: 'accepted' }));
  return { ana, ben, cardId };
}

async function setMinor(personId: PersonId): Promise<void> {
  const olga = await city.person('Olga');
  const of = { class: 1, isMinor: true, reason: 'Is 12' } as const;
  must(await city.pay.setStanding({ actorId: olga, personId, ...of }));
}

describe('offering', () => {
  it('is for contacts, by who is of age, within the caps of the currency', async () => {
    const [ana, ben] = await city.pair();
    const stranger = await city.person('Eve');
    expect(reason(await offer(ana, ana))).toBe('self_action');
    expect(reason(await offer(ana, stranger))).toBe('not_contact');
    expect(reason(await offer(ana, ben, { currency: 'stones' }))).toBe('wrong_currency');
    const upside = { paymentMinor: 900, dayMinor: 800, monthMinor: 2_000 };
    expect(reason(await offer(ana, ben, { caps: upside }))).toBe('invalid');
    const huge = { ...caps, monthMinor: 100_000_001 };
    expect(reason(await offer(ana, ben, { caps: huge }))).toBe('amount_too_large');
    const wrong = { kind: 'pin', pin: '111222' } as const;
    expect(reason(await offer(ana, ben, { approval: wrong }))).toBe('wrong_pin');
    await setMinor(ben);
    const child = await friendOf(ben);
    expect(reason(await offer(ben, child))).toBe('not_for_minors');
    expect(await family.getRules(ben)).toEqual([]);
    expect(must(await offer(ana, ben))).toMatchObject({
      ...{ name: 'Pocket money', state: 'offered', caps, leftTodayMinor: 800 },
      ...{ leftMonthMinor: 2_000, giver: { personId: ana }, holder: { personId: ben } },
    });
  });

  it('is the same card under the same key, and another under none', async () => {
    const [ana, ben] = await city.pair();
    const key = city.newKey();
    const first = must(await offer(ana, ben, { key }));
    expect(must(await offer(ana, ben, { key })).cardId).toBe(first.cardId);
    expect(reason(await offer(ana, ben, { key, name: 'Bus' }))).toBe('key_reused');
    expect(reason(await offer(ana, ben))).toBe('card_exists');
    expect((await family.listCards(ben)).held.map(({ cardId }) => cardId)).toEqual([first.cardId]);
    expect((await family.listCards(ana)).given).toHaveLength(1);
  });

  it('has five places, which those who offer at once do not pass', async () => {
    const ana = await city.person('Ana');
    const people: PersonId[] = [];
    for (let n = 0; n < 8; n += 1) people.push(await friendOf(ana));
    const outcomes = await Promise.all(people.map((one) => offer(ana, one, { approval: null })));
    const made = outcomes.filter(({ ok }) => ok);
    expect(made.length).toBeGreaterThan(0);
    for (const outcome of outcomes) {
      if (!outcome.ok) expect(outcome.reason).toBe('too_many_cards');
    }
    // Who was refused for somebody else’s haste asks once more.
    for (const one of people) await offer(ana, one, { approval: null });
    const { given } = await family.listCards(ana);
    expect(given).toHaveLength(5);
    expect(await family.getRules(ana)).toMatchObject([{ currency: 'points', left: 0 }]);
    const isGiven = (one: PersonId) => given.some(({ holder }) => holder?.personId === one);
    const last = present(
      people.find((one) => !isGiven(one)),
      'eight are more than five',
    );
    expect(reason(await offer(ana, last))).toBe('too_many_cards');
    const first = present(given[0], 'there are five');
    must(await family.act(ana, { cardId: first.cardId, event: 'ended' }));
    must(await offer(ana, last));
  });
});

describe('a card', () => {
  it('is taken by its holder, changed and paused by its giver, ended by both', async () => {
    const { ana, ben, cardId } = await taken();
    const eve = await city.person('Eve');
    const act = (personId: PersonId, event: Parameters<Family['act']>[1]['event']) =>
      family.act(personId, { cardId, event });
    for (const event of ['accepted', 'paused', 'ended'] as const) {
      expect(reason(await act(eve, event))).toBe('card_unknown');
    }
    expect(reason(await act(ben, 'paused'))).toBe('card_unknown');
    expect(reason(await act(ana, 'accepted'))).toBe('card_unknown');
    expect(reason(await act(ben, 'declined'))).toBe('card_over');
    expect(must(await act(ana, 'paused')).state).toBe('paused');
    expect(reason(await family.cards.mayUse(ben, cardId))).toBe('card_paused');
    expect(must(await act(ana, 'resumed')).state).toBe('active');
    const terms = { cardId, name: 'Bus', caps: { ...caps, dayMinor: 600 }, approval: byPin };
    expect(reason(await family.change(ben, terms))).toBe('card_unknown');
    expect(must(await family.change(ana, terms))).toMatchObject({
      ...{ name: 'Bus', leftTodayMinor: 600, caps: terms.caps },
    });
    expect(must(await act(ben, 'ended'))).toMatchObject({ state: 'ended' });
    expect(must(await act(ben, 'ended'))).toMatchObject({ state: 'ended' });
    expect(reason(await family.change(ana, terms))).toBe('card_over');
    expect(reason(await family.cards.mayUse(ben, cardId))).toBe('card_unknown');
  });

  it('lapses after a week, also before it is swept', async () => {
    const [ana, ben] = await city.pair();
    const { cardId } = must(await offer(ana, ben));
    city.skip(7 * 24 * hourMs);
    expect(reason(await family.act(ben, { cardId, event: 'accepted' }))).toBe('card_over');
    await city.settle();
    expect((await family.listCards(ana)).given).toMatchObject([{ state: 'lapsed' }]);
    must(await offer(ana, ben));
  });

  it('ends with a block, and rests while a wallet is frozen', async () => {
    const { ana, ben, cardId } = await taken();
    const olga = await city.person('Olga');
    const frozen = { actorId: olga, personId: ana, currency: 'points', reason: 'A question' };
    must(await city.pay.freezeWallet({ ...frozen, key: city.newKey() }));
    await city.settle();
    expect(reason(await family.cards.mayUse(ben, cardId))).toBe('card_paused');
    must(await city.pay.unfreezeWallet({ ...frozen, key: city.newKey() }));
    await city.settle();
    must(await family.cards.mayUse(ben, cardId));
    must(await city.contacts.block(ben, ana));
    expect(reason(await family.cards.mayUse(ben, cardId))).toBe('card_unknown');
    expect((await family.listCards(ana)).given).toMatchObject([{ state: 'ended' }]);
  });

  it('is told to both, and of to nobody else', async () => {
    const eve = await city.person('Eve');
    const { ana, ben } = await taken();
    await city.settle();
    const told = async (personId: PersonId) => {
      const { events } = await city.sync.pull(personId, 0);
      return events.filter(({ name }) => name === 'family.cardChanged').length;
    };
    expect([await told(ana), await told(ben), await told(eve)]).toEqual([2, 2, 0]);
  });
});

describe('the data of people', () => {
  it('are exported, and go with whose money it was', async () => {
    const { ana, ben, cardId } = await taken();
    const files: string[] = [];
    for await (const file of family.holding.export(ana)) files.push(file.path);
    expect(files).toEqual(['family/cards.json']);
    await city.db.tx((tx) => family.holding.erase(tx, ana));
    expect((await family.listCards(ben)).held).toMatchObject([{ cardId, state: 'ended' }]);
    expect((await family.listCards(ana)).given).toMatchObject([{ state: 'ended' }]);
  });
});
