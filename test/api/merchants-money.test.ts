import type { MerchantId, MoveId } from '@plaza/base';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCity, type TestCity } from './support/city.ts';
import {
  allowance,
  askHold,
  buy,
  openMerchant,
  openShop,
  payment,
  payoutTo,
  refundOf,
  sale,
  showCode,
  takeOrder,
  withdrawal,
} from './support/merchants.ts';
import {
  addPasskey,
  booksOf,
  byPin,
  createPin,
  currency,
  expectSound,
  freeze,
  moneyOf,
  newKey,
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

const hourMs = 3_600_000;

describe('a payout', () => {
  it('comes at once, or waits for a yes, and goes back after a day', async () => {
    const { owner, ana, merchantId } = await openShop(city);
    const ben = await city.signUp('Ben');
    await buy(ana, { merchantId, orderId: null }, { amountMinor: 5_000 });
    const asked = payoutTo(merchantId, ben);
    const { payout } = await owner.must('merchants.payOut', asked);
    expect(payout).toMatchObject({ state: 'done', person: ben.card });
    expect(await owner.must('merchants.payOut', asked)).toEqual({ payout });
    const refused = (change: object) =>
      owner.refused('merchants.payOut', { ...payoutTo(merchantId, ben), ...change });
    expect(await refused({ key: asked.key, amountMinor: 1 })).toBe('key_reused');
    expect(await refused({ amountMinor: 4_501 })).toBe('insufficient_funds');
    expect(await refused({ amountMinor: 100_000_001 })).toBe('amount_too_large');
    expect(await refused({ currency: 'stones' })).toBe('wrong_currency');
    expect(await refused({ personId: noId() })).toBe('person_not_found');

    const phone = await ben.socket();
    const waiting = await owner.must('merchants.payOut', payoutTo(merchantId, ben, must));
    const told = await phone.event('merchants.payoutChanged', () => true);
    expect(told.payout).toMatchObject({ state: 'waiting' });
    const list = async () => (await ben.must('merchants.listPayouts', {})).payouts;
    expect(await list()).toEqual([told.payout]);
    const { payoutId } = waiting.payout;
    const answer = (person: TestPerson, accept: boolean) =>
      person.call('merchants.answerPayout', { payoutId, accept });
    expect(await answer(ana, true)).toMatchObject({ error: 'payout_unknown' });
    expect(await answer(ben, true)).toMatchObject({ ok: true });
    expect(await answer(ben, false)).toMatchObject({ error: 'payout_settled' });
    expect(await list()).toEqual([]);
    expect(await moneyOf(ben)).toEqual([1_000, 0]);
    const { payout: lapses } = await owner.must(
      'merchants.payOut',
      payoutTo(merchantId, ben, must),
    );
    city.clock.travel(24 * hourMs + 1_000);
    await phone.event('merchants.payoutChanged', (of) => of.payout.state === 'expired');
    expect(lapses.state).toBe('waiting');
    const { balances } = await owner.must('merchants.getBalances', { merchantId });
    expect(balances[0]).toMatchObject({ availableMinor: 4_000, heldMinor: 0 });
    await expectSound(ana, ben);
  });

  it('and a withdrawal go to no frozen wallet', async () => {
    const { operator, owner, ana, merchantId } = await openShop(city);
    await buy(ana, { merchantId, orderId: null }, { amountMinor: 5_000 });
    const own = (change: object) =>
      owner.refused('merchants.withdraw', withdrawal(merchantId, change));
    expect(await own({ amountMinor: 5_001 })).toBe('insufficient_funds');
    expect(await own({ amountMinor: 100_000_001 })).toBe('amount_too_large');
    expect(await own({ currency: 'stones' })).toBe('wrong_currency');
    const asked = withdrawal(merchantId);
    const { payout } = await owner.must('merchants.withdraw', asked);
    expect(await owner.must('merchants.withdraw', asked)).toEqual({ payout });
    expect(await own({ key: asked.key, amountMinor: 1 })).toBe('key_reused');
    expect((await statementOf(owner))[0]).toMatchObject({ kind: 'withdrawal_in' });
    const waiting = payoutTo(merchantId, ana, must);
    const { payoutId } = (await owner.must('merchants.payOut', waiting)).payout;
    await freeze(operator, ana);
    await freeze(operator, owner);
    expect(await own({})).toBe('payee_frozen');
    expect(await owner.refused('merchants.payOut', payoutTo(merchantId, ana))).toBe('payee_frozen');
    const yes = { payoutId, accept: true };
    expect(await ana.refused('merchants.answerPayout', yes)).toBe('payee_frozen');
    await freeze(operator, ana, 'found', 'pay.unfreezeWallet');
    expect((await ana.must('merchants.answerPayout', yes)).payout.state).toBe('done');
  });
});

const must = { mustAccept: true } as const;

describe('a hold', () => {
  it('keeps an amount, of which a part is taken', async () => {
    const { owner, ana, merchantId } = await openShop(city);
    const { core } = city.composed.modules.merchants;
    const holdId = await askHold(city, merchantId, { onlyPayerId: ana.me.personId });
    const { hold } = await ana.must('merchants.getHold', { merchantId, holdId });
    expect(hold).toMatchObject({ state: 'asked', money: { amountMinor: 2_000 } });
    const stranger = await city.signUp('Bob');
    const look = { merchantId, holdId };
    expect(await stranger.refused('merchants.getHold', look)).toBe('hold_unknown');
    const refused = (change: object) =>
      ana.refused('merchants.allowHold', allowance(merchantId, holdId, change));
    expect(await refused({ holdId: noId() })).toBe('hold_unknown');
    expect(await refused({ amountMinor: 1_999 })).toBe('wrong_amount');
    const asked = allowance(merchantId, holdId);
    const allowed = await ana.must('merchants.allowHold', asked);
    expect(allowed.hold).toMatchObject({ state: 'held', payer: ana.card });
    expect(await ana.must('merchants.allowHold', asked)).toEqual(allowed);
    expect(await refused({ key: asked.key, amountMinor: 1 })).toBe('key_reused');
    expect(await refused({})).toBe('hold_over');
    expect(await moneyOf(ana)).toEqual([8_000, 2_000]);
    expect(await core.holds.complete(merchantId, { moveId: holdId }, 700)).toMatchObject({
      ok: true,
    });
    const after = await ana.must('merchants.getHold', look);
    expect(after.hold).toMatchObject({ state: 'done', takenMinor: 700 });
    expect(await moneyOf(ana)).toEqual([9_300, 0]);
    const { lines } = await owner.must('merchants.listLines', { merchantId, currency });
    expect(lines).toMatchObject([{ kind: 'hold_in', money: { amountMinor: 700 } }]);
    await expectSound(ana);
  });

  it('is refused for what stands in the way', async () => {
    const { operator, owner, ana, merchantId } = await openShop(city);
    const holdId = await askHold(city, merchantId);
    const refused = (person: TestPerson) =>
      person.refused('merchants.allowHold', allowance(merchantId, holdId));
    expect(await refused(owner)).toBe('insufficient_funds');
    // The ledger refused it: once there is money it may be allowed again.
    expect((await owner.must('merchants.getHold', { merchantId, holdId })).hold.state).toBe(
      'failed',
    );
    const gift = { key: newKey(), personId: owner.me.personId, currency, amountMinor: 2_000 };
    await operator.must('pay.topUp', { ...gift, reason: 'a gift' });
    const allowed = await owner.must('merchants.allowHold', allowance(merchantId, holdId));
    expect(allowed.hold.state).toBe('held');
    const next = await askHold(city, merchantId);
    const refusedNext = () => ana.refused('merchants.allowHold', allowance(merchantId, next));
    await freeze(operator, ana);
    expect(await refusedNext()).toBe('wallet_frozen');
    await owner.must('merchants.close', { merchantId });
    expect(await refusedNext()).toBe('merchant_closed');
  });
});

type Approved = {
  name: string;
  ask(person: TestPerson, change: object): Promise<{ ok: boolean; error?: string }>;
  begin(person: TestPerson): Promise<{ challengeId: string; options: object }>;
};

/** Each method that asks for a yes, and how a challenge for exactly that is begun. */
function approvedBy(of: { merchantId: MerchantId; holdId: MoveId; payee: TestPerson }): Approved[] {
  const { merchantId, holdId, payee } = of;
  const asked = { merchantId, amountMinor: 500, currency };
  const { personId } = payee.me;
  return [
    {
      name: 'pay',
      ask: (person, change) =>
        person.call(
          'merchants.pay',
          payment({ merchantId, orderId: null }, { amountMinor: 500, ...change }),
        ),
      begin: (person) => person.must('merchants.beginPasskeyApproval', { ...asked, orderId: null }),
    },
    {
      name: 'allowHold',
      ask: (person, change) =>
        person.call('merchants.allowHold', allowance(merchantId, holdId, change)),
      begin: (person) =>
        person.must('merchants.beginPasskeyApproval', {
          ...{ ...asked, amountMinor: 2_000, orderId: holdId as string as never },
        }),
    },
    {
      name: 'payOut',
      ask: (person, change) => person.call('merchants.payOut', payoutTo(merchantId, payee, change)),
      begin: (person) => person.must('merchants.beginPayoutApproval', { ...asked, personId }),
    },
    {
      name: 'withdraw',
      ask: (person, change) => person.call('merchants.withdraw', withdrawal(merchantId, change)),
      begin: (person) => person.must('merchants.beginPayoutApproval', { ...asked, personId: null }),
    },
  ];
}

describe('an approval', () => {
  it('is asked for by each method that spends, and is of exactly this', async () => {
    await using named = await startCity();
    const { operator, owner, ana, merchantId } = await openShop(named);
    const { amountMinor: _, ...gift } = { amountMinor: 0, reason: 'a gift' };
    const points = { key: newKey(), personId: owner.me.personId, currency, amountMinor: 9_000 };
    await operator.must('pay.topUp', { ...points, ...gift });
    await buy(ana, { merchantId, orderId: null }, { amountMinor: 5_000 });
    const key = await addPasskey(named, owner);
    named.clock.travel(25 * hourMs);
    const of = { merchantId, holdId: await askHold(named, merchantId), payee: ana };
    for (const { name, ask, begin } of approvedBy(of)) {
      const given = async () => {
        const { challengeId, options } = await begin(owner);
        return { kind: 'passkey', challengeId, response: key.get(options as never) } as const;
      };
      const said = async (change: object) => [name, (await ask(owner, change)).error ?? 'yes'];
      const other = { ...(await given()) };
      const differs = name === 'allowHold' ? { response: { id: 'AAAA' } } : {};
      const wrong = { approval: { ...other, ...differs } };
      const more = name === 'allowHold' ? {} : { amountMinor: 501 };
      expect(await said({ ...wrong, ...more })).toEqual([name, 'passkey_rejected']);
      const approval = await given();
      expect(await said({ approval })).toEqual([name, 'yes']);
      const again = name === 'allowHold' ? { holdId: await askHold(named, merchantId) } : {};
      expect(await said({ approval, ...again })).toEqual([name, 'challenge_expired']);
    }
    expect(named.faults).toEqual([]);
  });

  it('needs a PIN that is set, right and not locked, or passkeys', async () => {
    const env = { PLAZA_PUBLIC_URL: 'http://127.0.0.1:9', PLAZA_HOST: '127.0.0.1' };
    await using bare = await startCity({ env });
    const { operator, ana } = await openShop(bare);
    const owner = await bare.signUp('Oona');
    const merchantId = await openMerchant(owner);
    const reason = 'a gift';
    const points = { key: newKey(), personId: owner.me.personId, currency, amountMinor: 9_000 };
    await operator.must('pay.topUp', { ...points, reason });
    const methods = approvedBy({ merchantId, holdId: await askHold(bare, merchantId), payee: ana });
    const errors = async (change: object) =>
      (await Promise.all(methods.map(({ ask }) => ask(owner, change)))).map(({ error }) => error);
    expect(new Set(await errors({}))).toEqual(new Set(['pin_unset']));
    await createPin(owner);
    const wrong = { approval: byPin('264817') };
    expect(new Set(await errors(wrong))).toEqual(new Set(['wrong_pin']));
    for (let n = 0; n < 4; n += 1) await methods[0]?.ask(owner, wrong);
    expect(new Set(await errors(wrong))).toEqual(new Set(['pin_locked']));
    const asked = { merchantId, amountMinor: 5, currency };
    const none = 'passkeys_unavailable';
    const begun = { ...asked, orderId: null };
    expect(await owner.refused('merchants.beginPasskeyApproval', begun)).toBe(none);
    const out = { ...asked, personId: null };
    expect(await owner.refused('merchants.beginPayoutApproval', out)).toBe(none);
  });
});

describe('limits', () => {
  it('hold for all that is paid at merchants, and paid by them', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'plaza-currencies-')), 'currencies.json');
    const coins = { code: 'coins', kind: 'licensed', ledger: 2, scale: 2, needsClass: 2 };
    const measures = { minors: null, maxSpentPerDay: '30', maxBalance: '60', classes: [] };
    const points = { code: 'points', kind: 'points', ledger: 1, scale: 2 };
    await writeFile(file, JSON.stringify([points, { ...coins, ...measures }]));
    await using strict = await startCity({ env: { PLAZA_CURRENCIES: file } });
    const { operator, owner, ana, merchantId } = await openShop(strict);
    const of = { currency: 'coins' };
    const error = async (answer: Promise<{ ok: boolean; error?: string }>) =>
      (await answer).error ?? 'yes';
    const tries = async (amountMinor: number) => {
      const holdId = await askHold(strict, merchantId, of);
      const charge = { ...sale(merchantId, { ...of, amountMinor }), code: await showCode(ana) };
      const change = { ...of, amountMinor };
      return [
        await error(ana.call('merchants.pay', payment({ merchantId, orderId: null }, change))),
        await error(owner.call('merchants.charge', charge)),
        await error(ana.call('merchants.allowHold', allowance(merchantId, holdId))),
        await error(owner.call('merchants.payOut', payoutTo(merchantId, ana, change))),
        await error(owner.call('merchants.withdraw', withdrawal(merchantId, change))),
      ];
    };
    const all = (reason: string) => Array.from({ length: 5 }, () => reason);
    const know = async (person: TestPerson, isMinor: boolean) => {
      const { personId } = person.me;
      const known = { personId, class: 2, isMinor, reason: 'seen' };
      await operator.must('pay.setStanding', known);
    };
    expect(await tries(500)).toEqual(all('class_needed'));
    for (const person of [ana, owner]) await know(person, true);
    expect(await tries(500)).toEqual(all('not_for_minors'));
    for (const person of [ana, owner]) await know(person, false);
    const topUp = { key: newKey(), personId: ana.me.personId, reason: 'paid in', ...of };
    await operator.must('pay.topUp', { ...topUp, amountMinor: 6_000 });
    const wall = { merchantId, orderId: null };
    await buy(ana, wall, { ...of, amountMinor: 1_500 });
    expect(await tries(6_001)).toEqual(all('limit_reached'));
    // What is refused takes nothing of what may be spent, and what was held and came back neither.
    const day = () => strict.clock.travel(24 * hourMs);
    day();
    for (let n = 0; n < 2; n += 1) {
      const moveId = await askHold(strict, merchantId, of);
      await ana.must('merchants.allowHold', allowance(merchantId, moveId));
      const more = await askHold(strict, merchantId, of);
      expect(await ana.refused('merchants.allowHold', allowance(merchantId, more))).toBe(
        'limit_reached',
      );
      await strict.composed.modules.merchants.core.holds.cancel(merchantId, { moveId });
    }
    await buy(ana, wall, { ...of, amountMinor: 1_500 });
    await buy(ana, wall, { ...of, amountMinor: 1_500 });
    expect(strict.faults).toEqual([]);
  });
});

describe('what a person has of merchants', () => {
  it('is in their export, and leaves with them', async () => {
    const { operator, owner, ana, merchantId } = await openShop(city);
    const order = await takeOrder(owner, merchantId);
    await buy(ana, order);
    await owner.must('merchants.openShift', { merchantId, currency });
    await owner.must('merchants.closeShift', { merchantId, countedMinor: 5, note: 'My words' });
    const holdId = await askHold(city, merchantId);
    await ana.must('merchants.allowHold', allowance(merchantId, holdId));
    const { payout } = await owner.must('merchants.payOut', payoutTo(merchantId, ana, must));
    const { holding } = city.composed.modules.merchants;
    const filesOf = async ({ me }: TestPerson) => {
      const files: unknown[] = [];
      for await (const file of holding.export(me.personId)) {
        if ('content' in file) files.push([file.path, file.content]);
      }
      return JSON.stringify(files);
    };
    const own = await filesOf(ana);
    for (const part of [order.orderId, holdId, payout.payoutId]) expect(own).toContain(part);
    expect(await filesOf(owner)).toContain('My words');

    const erase = ({ me }: TestPerson) =>
      city.composed.kernel.db.tx(async (tx) => {
        await holding.erase(tx, me.personId);
        await city.composed.modules.pay.holding.erase(tx, me.personId);
      });
    await erase(ana);
    await city.settle();
    // What was held of theirs, and for them, went back to where it came from.
    const { core } = city.composed.modules.merchants;
    expect((await core.holds.find(merchantId, { moveId: holdId }))?.state).toBe('returned');
    const moveId = payout.payoutId;
    expect((await core.payouts.find(merchantId, { moveId }))?.state).toBe('returned');
    const refund = refundOf(order, 100);
    expect(await owner.refused('merchants.refund', refund)).toBe('payee_frozen');
    expect(await filesOf(ana)).not.toContain(order.orderId);
    const unclaimed = (await booksOf(operator))['unclaimed'] ?? 0;
    await erase(owner);
    await city.settle();
    expect(await core.find(merchantId)).toMatchObject({ ownerId: null, state: 'closed' });
    expect((await booksOf(operator))['unclaimed']).toBe(unclaimed + 1_000);
    expect(await filesOf(owner)).not.toContain('My words');
  });
});
