import { present, type PayKey, type PersonId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultCurrencies, type CurrencyProfile } from '../currencies.ts';
import type { Pay } from '../service.ts';
import { killerOf } from '../testing-kill.ts';
import { must, openTestPay, reason, type TestPay } from '../testing.ts';

const points = present(defaultCurrencies[0], 'a city has a currency');
/** 30.00 may be spent on a day, and 50.00 be had. */
const capped: CurrencyProfile = {
  ...{ ...points, code: 'capped', ledger: 2, maxSpentPerDayMinor: 3_000, maxBalanceMinor: 5_000 },
};
const onCredit: CurrencyProfile = {
  ...{ ...points, code: 'hours', kind: 'mutual-credit', ledger: 3, mayTopUp: false },
  ...{ creditLineMinor: 1_000, minors: null, maxPacketShareMinor: 0 },
};
const profiles = [points, capped, onCredit];

let city: TestPay;
let pay: Pay;
let olga: PersonId;
beforeAll(async () => {
  city = await openTestPay('memory', { migrations: [], profiles });
  pay = city.pay;
  olga = await city.person('Olga');
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city[Symbol.asyncDispose]();
});

async function friends(amountMinor: number): Promise<[PersonId, PersonId]> {
  const [ana, ben] = [await city.person('Ana'), await city.person('Ben')];
  await city.contacts.befriend(ana, ben);
  if (amountMinor > 0) must(await topUp(ana, amountMinor));
  return [ana, ben];
}

function topUp(personId: PersonId, amountMinor: number) {
  const key = city.newKey();
  const of = { actorId: null, key, personId, currency: 'capped', amountMinor, reason: 'A gift' };
  return pay.topUp(of);
}

type Sending = { amountMinor: number; currency?: string; key?: PayKey; by?: Pay };
function send(payerId: PersonId, payeeId: PersonId, of: Sending) {
  const { amountMinor, currency = 'capped', key = city.newKey(), by = pay } = of;
  return by.sendTransfer(payerId, {
    key,
    payeeId,
    amountMinor,
    currency,
    note: '',
    approval: null,
  });
}

async function usedBy(personId: PersonId, limit: string, currency = 'capped'): Promise<number> {
  const { allowances } = await pay.getLimits(personId);
  const found = allowances.find((one) => one.currency === currency);
  return found?.limits.find((one) => one.limit === limit)?.usedMinor ?? -1;
}

describe('a limit', () => {
  it('is not passed by payments that come at once', async () => {
    const [ana, ben] = await friends(5_000);
    const all = await Promise.all(
      Array.from({ length: 12 }, () => send(ana, ben, { amountMinor: 700 })),
    );
    expect(all.filter(({ ok }) => ok)).toHaveLength(4);
    expect(new Set(all.filter(({ ok }) => !ok).map(reason))).toEqual(new Set(['limit_reached']));
    expect(await usedBy(ana, 'day')).toBe(2_800);
    // A smaller one still fits, and tomorrow everything does.
    must(await send(ana, ben, { amountMinor: 200 }));
    expect(await send(ana, ben, { amountMinor: 1 })).toMatchObject({
      details: { limit: 'day', leftMinor: 0, currency: 'capped', scale: 2 },
    });
    city.skip(24 * 3_600_000);
    expect(await usedBy(ana, 'day')).toBe(0);
    must(await send(ana, ben, { amountMinor: 500 }));
  });

  it('counts nothing that the ledger refuses', async () => {
    const [ana, ben] = await friends(1_000);
    const key = city.newKey();
    expect(reason(await send(ana, ben, { amountMinor: 2_000, key }))).toBe('insufficient_funds');
    expect(await usedBy(ana, 'day')).toBe(0);
    expect(reason(await send(ana, ben, { amountMinor: 2_000, key }))).toBe('insufficient_funds');
    must(await send(ana, ben, { amountMinor: 900 }));
    expect(await usedBy(ana, 'day')).toBe(900);
  });

  it('of what a wallet holds is kept by many who pay at once', async () => {
    const [ana] = await friends(0);
    const all = await Promise.all(Array.from({ length: 8 }, () => topUp(ana, 900)));
    const done = all.filter(({ ok }) => ok).length;
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThanOrEqual(5);
    await city.settle();
    expect(await usedBy(ana, 'balance')).toBe(done * 900);
    // Nothing is under way any more: what is left is really left.
    must(await topUp(ana, 5_000 - done * 900));
    expect(reason(await topUp(ana, 1))).toBe('limit_reached');
  });

  it('of the payee is judged when they accept, and hinders nobody for good', async () => {
    const [ana, ben] = await friends(2_000);
    must(await topUp(ben, 4_500));
    const { transferId } = must(await send(ana, ben, { amountMinor: 600 }));
    const accept = () => pay.acceptTransfer(ben, { key: city.newKey(), transferId });
    expect(reason(await accept())).toBe('limit_reached');
    must(await send(ben, ana, { amountMinor: 200 }));
    // Held money may come back, so it counts as long as it is held.
    expect(reason(await accept())).toBe('limit_reached');
    const back = (await pay.listWaiting(ana)).find(({ payee }) => payee.personId === ana);
    const taken = { key: city.newKey(), transferId: present(back, 'it waits').transferId };
    must(await pay.acceptTransfer(ana, taken));
    must(await accept());
  });
});

it('is as if nothing had been taken, or all, wherever a process dies', async () => {
  const killEverywhere = killerOf({ ...city, begin: (deps) => city.another(deps) });
  let ana: PersonId;
  let ben: PersonId;
  const prepare = async () => {
    [ana, ben] = await friends(1_000);
    return (by: Pay) => send(ana, ben, { amountMinor: 800, by });
  };
  await killEverywhere(prepare, async () => {
    const waiting = await pay.listWaiting(ben);
    expect(await usedBy(ana, 'day')).toBe(waiting.length * 800);
  });
}, 120_000);

describe('who somebody is', () => {
  it('is said by operators, with a reason, and not of themselves', async () => {
    const [ana, ben] = await friends(5_000);
    const of = { actorId: olga, personId: ana, class: 2, isMinor: true, reason: 'Showed a card' };
    const { standing } = must(await pay.setStanding(of));
    expect(standing).toMatchObject({ class: 2, isMinor: true, reason: 'Showed a card' });
    expect(reason(await pay.setStanding({ ...of, personId: olga }))).toBe('self_action');
    const nobody = '0190a000-0000-7000-8000-00000000dead' as PersonId;
    expect(reason(await pay.setStanding({ ...of, personId: nobody }))).toBe('person_not_found');
    const { entries } = must(await city.operator.listAudit(undefined));
    expect(entries[0]).toMatchObject({
      ...{ action: 'set_standing', detail: 'class 2, minor: Showed a card' },
      subject: { personId: ana },
    });
    // A single payment of minors is at most 50.00.
    expect(await send(ana, ben, { amountMinor: 5_001, currency: 'points' })).toMatchObject({
      details: { limit: 'payment', leftMinor: 5_000 },
    });
  });
});

it('keeps to the ledger and the decimals that a currency had first', async () => {
  expect(await pay.keepCurrencies()).toEqual([]);
  expect(await pay.keepCurrencies()).toEqual([]);
  const keep = (list: CurrencyProfile[]) => city.another({}, list).keepCurrencies();
  expect(await keep([points, capped])).toEqual([
    'hours is missing, and people may have some of it',
  ]);
  expect(await keep([points, { ...capped, scale: 3 }, onCredit])).toHaveLength(1);
  expect(await keep([points, { ...capped, ledger: 9 }, onCredit])).toHaveLength(1);
  const stolen = { ...capped, code: 'more', ledger: 3 };
  expect(await keep([points, capped, onCredit, stolen])).toHaveLength(1);
  expect(await keep([points, capped, onCredit, { ...stolen, ledger: 4 }])).toEqual([]);
});

describe('a credit line', () => {
  it('lets wallets go below zero as far as it reaches, and all come to nothing', async () => {
    const [ana, ben] = await friends(0);
    const { transferId } = must(await send(ana, ben, { amountMinor: 700, currency: 'hours' }));
    const beyond = await send(ana, ben, { amountMinor: 301, currency: 'hours' });
    expect(reason(beyond)).toBe('insufficient_funds');
    must(await pay.acceptTransfer(ben, { key: city.newKey(), transferId }));
    const hours = async (personId: PersonId) => {
      const { wallets } = await pay.getWallet(personId);
      return wallets.find(({ currency }) => currency === 'hours')?.availableMinor;
    };
    expect([await hours(ana), await hours(ben)]).toEqual([300, 1_700]);
    const { lines } = must(await pay.listStatement(ana, { currency: 'hours' }));
    expect(lines.map(({ kind }) => kind)).toEqual(['transfer_out', 'credit_line']);
    // What somebody leaves behind below zero is the loss of those who gave the credit.
    await city.db.tx((tx) => pay.holding.erase(tx, ana));
    await city.settle();
    const { entries, balanced } = await pay.getBooks();
    const sums = (name: string) =>
      entries.find(({ account, currency }) => account === name && currency === 'hours');
    expect(balanced).toBe(true);
    expect(sums('credit.line')).toMatchObject({ debitsMinor: 2_000, creditsMinor: 300 });
    expect(sums('unclaimed')).toMatchObject({ creditsMinor: 0 });
    const checks = (await pay.getReconciliation()).checks;
    expect(checks.filter(({ isFine }) => !isFine)).toEqual([]);
    const { reserves } = await pay.getReserve();
    expect(reserves.map(({ isBacked }) => isBacked)).toEqual([true, true, true]);
  });
});
