import type { PayKey, PersonId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byPin, must, reason } from '../pay/testing/index.ts';
import { anasIban, openTestRails, statementOf, type TestRails } from './testing.ts';

let city: TestRails;
let olga: PersonId;
let clerk: PersonId;
beforeAll(async () => {
  city = await openTestRails();
  [olga, clerk] = [await city.person('Olga'), await city.person('Carla')];
  must(await city.rails.setClerk({ actorId: olga, personId: clerk, isClerk: true }));
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city[Symbol.asyncDispose]();
});

const key = () => city.newKey();
const print = async (count: number, amountMinor = 500, currency = 'canteen') =>
  must(
    await city.rails.printVouchers(olga, {
      ...{ batchId: city.newId(), currency, amountMinor, count, note: 'Lunch' },
    }),
  );

describe('a voucher', () => {
  it('is redeemed once, by whoever is first', async () => {
    const people = await Promise.all(Array.from({ length: 6 }, () => city.person('Ana')));
    const { codes, batch } = await print(1);
    const [code = ''] = codes;
    const all = await Promise.all(
      people.map((one) => city.rails.redeemVoucher(one, { key: key(), code })),
    );
    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
    expect(all.filter(({ ok }) => !ok).map(reason)).toEqual(Array(5).fill('voucher_used'));
    const sums = await Promise.all(people.map((one) => city.balance(one, 'canteen')));
    expect(sums.reduce((a, b) => a + b)).toBe(500);
    expect((await city.rails.listVouchers()).find((one) => one.batchId === batch.batchId)).toEqual({
      ...{ ...batch, redeemed: 1 },
    });
  });

  it('is not spent by a wallet that takes nothing, and ends with its batch', async () => {
    const [ana, ben] = [await city.person('Ana'), await city.person('Ben')];
    const { codes, batch } = await print(2);
    const [code = '', other = ''] = codes;
    const [used, again] = [key(), key()];
    // Frozen in the ledger, and not yet in what is projected: the intent was written before.
    const on = { actorId: olga, personId: ana, currency: 'canteen', reason: 'Why' };
    must(await city.pay.freezeWallet({ ...on, key: key() }));
    expect(reason(await city.rails.redeemVoucher(ana, { key: used, code }))).toBe('wallet_frozen');
    must(await city.pay.unfreezeWallet({ ...on, key: key() }));
    // The first answer stays, another try gets it: typed as people type.
    expect(reason(await city.rails.redeemVoucher(ana, { key: used, code }))).toBe('wallet_frozen');
    const typed = code.toLowerCase().replaceAll('-', ' ');
    must(await city.rails.redeemVoucher(ana, { key: again, code: typed }));
    must(await city.rails.voidVouchers(olga, { batchId: batch.batchId, reason: 'Lost' }));
    const late = await city.rails.redeemVoucher(ben, { key: key(), code: other });
    expect(reason(late)).toBe('voucher_used');
    // 100.00 is all that a wallet of the canteen holds.
    const { codes: many } = await print(1, 9_600);
    const full = await city.rails.redeemVoucher(ana, { key: key(), code: many[0] ?? '' });
    expect(full).toMatchObject({ reason: 'limit_reached', details: { limit: 'balance' } });
  });
});

describe('the bank', () => {
  const import_ = (text: string) => city.rails.importBankFile(olga, { currency: 'euro', text });
  const referenceOf = async (personId: PersonId) => {
    const { ways } = await city.rails.getWays(personId);
    return ways.find(({ currency }) => currency === 'euro')?.bank?.reference ?? '';
  };

  it('is believed once for each entry, however often and in whatever file it comes', async () => {
    const ana = await city.person('Ana');
    const reference = await referenceOf(ana);
    expect(await referenceOf(ana)).toBe(reference);
    const lines = [
      { amount: '20.00', words: reference, ref: 'E1' },
      { amount: '7.00', words: 'who am I?', ref: 'E2' },
    ];
    const text = statementOf('S1', lines);
    expect(must(await import_(text))).toMatchObject({
      found: 2,
      known: 0,
      credited: 1,
      suspended: 1,
    });
    const twice = [{ amount: '1.00', words: reference, ref: 'E3' }, ...lines];
    const all = await Promise.all([
      import_(text),
      import_(statementOf('S2', twice)),
      import_(text),
    ]);
    expect(all.every(({ ok }) => ok)).toBe(true);
    await city.settle();
    expect(await city.balance(ana, 'euro')).toBe(2_100);
    expect([await city.book('bank.file', 'euro'), await city.book('suspense', 'euro')]).toEqual([
      2_800, 700,
    ]);
    const [entry] = await city.rails.listEntries();
    const settle = (personId: PersonId | null) =>
      city.rails.settleEntry(olga, { entryId: entry?.entryId ?? '', personId, reason: 'Asked' });
    const wanted = [ana, clerk, null, ana];
    const ends = await Promise.all(wanted.map(settle));
    // The same said twice at once is heard once, and both may hear that it is so.
    expect(new Set(wanted.filter((_, n) => ends[n]?.ok)).size).toBe(1);
    await city.settle();
    expect(await city.book('suspense', 'euro')).toBe(0);
    const held = (await city.balance(ana, 'euro')) + (await city.balance(clerk, 'euro'));
    expect(held).toBe(await city.book('bank.file', 'euro'));
    expect(reason(await import_('<a/>'))).toBe('file_unreadable');
    expect(reason(await import_(statementOf('S1', lines, anasIban)))).toBe('file_unreadable');
  });

  it('pays out what it says that it paid, and nothing twice', async () => {
    const ana = await city.person('Ana');
    const reference = await referenceOf(ana);
    must(await import_(statementOf('S3', [{ amount: '50.00', words: reference, ref: 'E5' }])));
    const before = await city.book('bank.file', 'euro');
    const ask = (over: object = {}, by: PayKey = key()) =>
      city.rails.requestPayout(ana, {
        ...{ key: by, way: 'bank', currency: 'euro', amountMinor: 2_000 },
        ...{ iban: anasIban, name: 'Ana', approval: byPin, ...over },
      });
    expect(reason(await ask({ iban: 'FR00' }))).toBe('iban_invalid');
    expect(reason(await ask({ currency: 'points' }))).toBe('cash_out_closed');
    expect(reason(await ask({ amountMinor: 6_000 }))).toBe('insufficient_funds');
    const first = must(await ask()).payout;
    const second = must(await ask()).payout;
    expect(await city.balance(ana, 'euro')).toBe(1_000);
    must(await city.rails.cancelPayout(ana, second.payoutId));
    const { count, text } = must(await city.rails.exportPayouts(olga, 'euro'));
    expect(count).toBe(1);
    expect(text).toContain(anasIban);
    expect(reason(await city.rails.exportPayouts(olga, 'euro'))).toBe('nothing_to_pay');
    expect(reason(await city.rails.cancelPayout(ana, first.payoutId))).toBe('payout_settled');
    const endToEnd = first.payoutId.replaceAll('-', '');
    const paid = statementOf('S4', [{ amount: '20.00', out: true, endToEnd, ref: 'E6' }]);
    expect(must(await import_(paid))).toMatchObject({ paid: 1 });
    expect(must(await import_(paid))).toMatchObject({ known: 1, paid: 0 });
    expect(await city.book('bank.file', 'euro')).toBe(before - 2_000);
    const states = (await city.rails.listPayouts(ana)).map(({ state }) => state);
    expect(states.toSorted()).toEqual(['failed', 'paid', 'returned']);
    const { lines } = must(await city.pay.listStatement(ana, { currency: 'euro' }));
    expect(lines.map(({ kind }) => kind)).toEqual(['cash_back', 'cash_out', 'cash_out', 'bank_in']);
    const fee = statementOf('S5', [{ amount: '1.00', out: true, ref: 'E7' }]);
    expect(must(await import_(fee))).toMatchObject({ unbooked: 1 });
  });
});

describe('the cash desk', () => {
  it('takes and gives cash, and its drawer adds up', async () => {
    const ana = await city.person('Ana');
    const handle = (await city.identity.getCards([ana])).get(ana)?.handle ?? '';
    const take = (amountMinor: number, by = clerk) =>
      city.rails.takeCash(by, { key: key(), handle, currency: 'euro', amountMinor });
    expect(reason(await take(100, ana))).toBe('forbidden');
    must(await take(3_000));
    const ask = async () =>
      must(
        await city.rails.requestPayout(ana, {
          ...{ key: key(), way: 'desk', currency: 'euro', amountMinor: 1_000, iban: '', name: '' },
          approval: byPin,
        }),
      ).payout;
    const code = (await ask()).code ?? '';
    const both = await Promise.all([
      city.rails.payCash(clerk, code),
      city.rails.payCash(clerk, code),
    ]);
    expect(both.some(({ ok }) => ok)).toBe(true);
    expect(reason(await city.rails.payCash(clerk, code))).toBe('payout_settled');
    expect(reason(await city.rails.payCash(clerk, '00000000'))).toBe('payout_unknown');
    const drawer = async () => {
      const { drawers } = must(await city.rails.getDrawer(clerk));
      return drawers.find(({ currency }) => currency === 'euro')?.expectedMinor;
    };
    expect(await drawer()).toBe(2_000);
    const counted = { currency: 'euro', countedMinor: 1_990, note: 'Ten are missing' };
    const { closing } = must(await city.rails.countDrawer(clerk, counted));
    expect(closing).toMatchObject({ expectedMinor: 2_000, countedMinor: 1_990 });
    city.skip(1_000);
    must(await take(10));
    expect(await drawer()).toBe(2_000);
    // What nobody fetches comes back after a day.
    const before = await city.balance(ana, 'euro');
    await ask();
    city.skip(25 * 3_600_000);
    await city.settle();
    expect(await city.balance(ana, 'euro')).toBe(before);
  });
});

it('an erased person leaves no name, no account number, and no money on its way', async () => {
  const ana = await city.person('Ana');
  const simulated = { key: key(), currency: 'euro', amountMinor: 900 };
  must(await city.rails.topUpSimulated(ana, simulated));
  const asked = { way: 'bank' as const, currency: 'euro', amountMinor: 400, iban: anasIban };
  must(await city.rails.requestPayout(ana, { ...asked, key: key(), name: 'Ana', approval: byPin }));
  await city.rails.getWays(ana);
  await city.db.tx(async (tx) => {
    await city.rails.holding.erase(tx, ana);
    await city.pay.holding.erase(tx, ana);
  });
  await city.settle();
  for (const table of ['rails_payout', 'rails_deposit', 'rails_reference']) {
    const { rows } = await city.db.query(`select 1 from ${table} where person_id = $1`, [ana]);
    expect(rows, table).toEqual([]);
  }
  const { checks } = await city.pay.getReconciliation();
  expect(checks.filter(({ isFine }) => !isFine).map(({ name }) => name)).toEqual([]);
  const euro = (await city.pay.getReserve()).reserves.find(({ currency }) => currency === 'euro');
  expect(euro?.rails).toContainEqual({
    part: 'bank.simulated',
    amountMinor: 900,
    isSimulated: true,
  });
  expect(euro?.isBacked).toBe(false);
});
