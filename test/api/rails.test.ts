import type { PersonId } from '@plaza/base';
import type { MethodInput, MethodName } from '@plaza/contract';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anasIban, cityIban, statementOf } from './support/bank.ts';
import { startCity, type TestCity } from './support/city.ts';
import { addPasskey, byPin, createPin, newKey } from './support/pay.ts';
import type { TestPerson } from './support/person.ts';
import { noId } from './support/talk.ts';

const bank = { name: 'City of Plaza', iban: cityIban, iso: 'EUR' };
const goldBank = { ...bank, iban: anasIban };
const currencies = [
  { code: 'points', kind: 'points', ledger: 1, scale: 2 },
  { code: 'euro', kind: 'licensed', ledger: 2, scale: 2, maxBalance: '200', minors: null, bank },
  { code: 'gold', kind: 'licensed', ledger: 3, scale: 2, needsClass: 3, bank: goldBank },
  { code: 'closed', kind: 'points', ledger: 4, scale: 2, mayTopUp: false },
];

let city: TestCity;
let folder: string;
let operator: TestPerson;
let clerk: TestPerson;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plaza-rails-'));
  const file = join(folder, 'currencies.json');
  await writeFile(file, JSON.stringify(currencies));
  city = await startCity({ env: { PLAZA_CURRENCIES: file }, flags: ['--demo'] });
  operator = await city.operator();
  clerk = await city.signUp('Carla');
  const { personId } = clerk.me;
  const { clerks } = await operator.must('rails.setClerk', { personId, isClerk: true });
  expect(clerks.map((one) => one.personId)).toContain(personId);
}, 120_000);
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
  expect(city.faults).toEqual([]);
});

const reason = 'asked for at the counter';
type Kind = 'whole' | 'minor' | 'frozen' | 'full';

/** Somebody with a PIN: of age, or not; whose wallets are frozen, or full. */
async function person(kind: Kind = 'whole'): Promise<TestPerson> {
  const ana = await city.signUp('Ana');
  await createPin(ana);
  const { personId } = ana.me;
  const set = { personId, class: 1, isMinor: kind === 'minor', reason };
  await operator.must('pay.setStanding', set);
  const on = { personId, currency: 'euro', reason };
  if (kind === 'full') {
    await operator.must('pay.topUp', { ...on, key: newKey(), amountMinor: 20_000 });
  }
  if (kind === 'frozen') await operator.must('pay.freezeWallet', { ...on, key: newKey() });
  return ana;
}

async function balanceOf(ana: TestPerson, currency = 'euro'): Promise<number> {
  const { wallets } = await ana.must('pay.getWallet', {});
  return wallets.find((one) => one.currency === currency)?.availableMinor ?? -1;
}

const printOf = (over: Partial<MethodInput<'rails.printVouchers'>> = {}) => ({
  ...{ batchId: noId<string>(), currency: 'euro', amountMinor: 500, count: 2, note: 'Fair' },
  ...over,
});
async function voucher(currency = 'euro', amountMinor = 500): Promise<string> {
  const asked = printOf({ count: 1, currency, amountMinor });
  const { codes } = await operator.must('rails.printVouchers', asked);
  return codes[0] ?? '';
}

/** What every way in refuses alike, of people as they are. */
async function expectBarred(
  name: MethodName,
  run: (who: TestPerson, currency: string) => Promise<string>,
): Promise<void> {
  const [minor, frozen, full] = [
    await person('minor'),
    await person('frozen'),
    await person('full'),
  ];
  expect(await run(minor, 'euro'), name).toBe('not_for_minors');
  expect(await run(frozen, 'euro'), name).toBe('wallet_frozen');
  expect(await run(full, 'euro'), name).toBe('limit_reached');
  expect(await run(await person(), 'gold'), name).toBe('class_needed');
}

describe('vouchers', () => {
  it('are printed, redeemed once, and ended', async () => {
    const ana = await person();
    const asked = printOf();
    const { batch, codes } = await operator.must('rails.printVouchers', asked);
    expect(new Set(codes).size).toBe(2);
    expect(await operator.refused('rails.printVouchers', asked)).toBe('key_reused');
    const refused = (over: object) => operator.refused('rails.printVouchers', printOf(over));
    expect(await refused({ currency: 'closed' })).toBe('wrong_currency');
    expect(await refused({ amountMinor: 1_000_001 })).toBe('amount_too_large');
    const [first = '', second = ''] = codes;
    const key = newKey();
    const told = await ana.must('rails.redeemVoucher', { key, code: first });
    expect(told.money).toMatchObject({ amountMinor: 500, currency: 'euro' });
    expect(await ana.must('rails.redeemVoucher', { key, code: first })).toEqual(told);
    const redeem = (code: string, by = newKey()) =>
      ana.refused('rails.redeemVoucher', { key: by, code });
    expect(await redeem(second, key)).toBe('key_reused');
    expect(await redeem(first)).toBe('voucher_used');
    expect(await redeem('AAAA')).toBe('voucher_unknown');
    const { batchId } = batch;
    const ended = await operator.must('rails.voidVouchers', { batchId, reason });
    expect(ended.batch).toMatchObject({ count: 2, redeemed: 1, isVoid: true });
    expect(await redeem(second)).toBe('voucher_used');
    const nothing = { batchId: noId<string>(), reason };
    expect(await operator.refused('rails.voidVouchers', nothing)).toBe('voucher_unknown');
    const { batches } = await operator.must('rails.listVouchers', {});
    expect(batches).toContainEqual(ended.batch);
    await expectBarred('rails.redeemVoucher', async (who, currency) => {
      const code = await voucher(currency);
      return who.refused('rails.redeemVoucher', { key: newKey(), code });
    });
  });
});

describe('a simulated rail', () => {
  it('is there in demo cities, and says what it is', async () => {
    const ana = await person();
    const { ways } = await ana.must('rails.getWays', {});
    expect(ways.map(({ currency, simulated }) => [currency, simulated])).toEqual([
      ...[
        ['points', true],
        ['euro', true],
        ['gold', true],
        ['closed', false],
      ],
    ]);
    const asked = (over: object = {}) => ({
      ...{ key: newKey(), currency: 'euro', amountMinor: 900, ...over },
    });
    const first = asked();
    await ana.must('rails.topUpSimulated', first);
    const { lines } = await ana.must('pay.listStatement', { currency: 'euro' });
    expect(lines[0]).toMatchObject({ kind: 'simulated_in', money: { amountMinor: 900 } });
    const refused = (over: object) => ana.refused('rails.topUpSimulated', asked(over));
    expect(await refused({ key: first.key, amountMinor: 1 })).toBe('key_reused');
    expect(await refused({ currency: 'closed' })).toBe('wrong_currency');
    expect(await refused({ amountMinor: 1_000_001 })).toBe('amount_too_large');
    await expectBarred('rails.topUpSimulated', (who, currency) =>
      who.refused('rails.topUpSimulated', asked({ currency })),
    );
    city.clock.travel(120_000);
    const { reserves } = await city.stranger.must('pay.getReserve', {});
    const euro = reserves.find(({ currency }) => currency === 'euro');
    expect(euro).toMatchObject({ isBacked: false });
    expect(euro?.rails).toContainEqual({
      ...{ part: 'bank.simulated', amountMinor: 900, isSimulated: true },
    });
    const env = { PLAZA_PUBLIC_URL: 'http://127.0.0.1:9', PLAZA_HOST: '127.0.0.1' };
    await using real = await startCity({ env });
    const eve = await real.signUp('Eve');
    const points = { key: newKey(), currency: 'points', amountMinor: 1 };
    expect(await eve.refused('rails.topUpSimulated', points)).toBe('not_demo');
    const of = { way: 'desk', currency: 'points', amountMinor: 1, iban: '', name: '' } as const;
    const begun = await eve.refused('rails.beginPasskeyApproval', of);
    expect(begun).toBe('passkeys_unavailable');
  });
});

describe('the bank', () => {
  const bring = (text: string, currency = 'euro') =>
    operator.call('rails.importBankFile', { currency, text });

  it('tops up by its statement, and what nobody knows waits', async () => {
    const ana = await person();
    const { ways } = await ana.must('rails.getWays', {});
    const way = ways.find(({ currency }) => currency === 'euro')?.bank;
    expect(way).toMatchObject({ iban: cityIban, code: expect.stringMatching(/^BCD\n002\n/) });
    const lines = [
      { amount: '30.00', words: way?.reference ?? '', ref: 'A1' },
      ...['A2', 'A3', 'A4', 'A5', 'A6'].map((ref) => ({ amount: '2.00', ref, words: 'Hello' })),
    ];
    const text = statementOf('S1', lines);
    expect(await bring(text)).toMatchObject({ output: { credited: 1, suspended: 5, known: 0 } });
    expect(await bring(text)).toMatchObject({ output: { credited: 0, suspended: 0, known: 6 } });
    expect(await bring('<a/>')).toMatchObject({ error: 'file_unreadable' });
    expect(await bring(text, 'points')).toMatchObject({ error: 'wrong_currency' });
    expect(await balanceOf(ana)).toBe(3_000);
    const { entries } = await operator.must('rails.listEntries', {});
    expect(entries).toHaveLength(5);
    const settle = (index: number, personId: PersonId | null) =>
      operator.call('rails.settleEntry', {
        ...{ entryId: entries[index]?.entryId ?? '', personId, reason },
      });
    expect(await settle(0, ana.me.personId)).toMatchObject({
      output: { entry: { state: 'credited' } },
    });
    expect(await settle(0, ana.me.personId)).toMatchObject({ error: 'entry_settled' });
    expect(await settle(1, null)).toMatchObject({ output: { entry: { state: 'sent_back' } } });
    expect(await settle(2, noId<PersonId>())).toMatchObject({ error: 'person_not_found' });
    const nothing = { entryId: noId<string>(), personId: null, reason };
    expect(await operator.refused('rails.settleEntry', nothing)).toBe('entry_unknown');
    for (const [kind, error] of [
      ['minor', 'not_for_minors'],
      ['frozen', 'wallet_frozen'],
      ['full', 'limit_reached'],
    ] as const) {
      const who = await person(kind);
      expect(await settle(3, who.me.personId)).toMatchObject({ error });
    }
    expect(await balanceOf(ana)).toBe(3_200);
    await bring(statementOf('G', [{ amount: '5.00', ref: 'G1' }], anasIban), 'gold');
    const inGold = (await operator.must('rails.listEntries', {})).entries.find(
      ({ money }) => money.currency === 'gold',
    );
    const gold = { entryId: inGold?.entryId ?? '', reason };
    const toAna = { ...gold, personId: ana.me.personId };
    expect(await operator.refused('rails.settleEntry', toAna)).toBe('class_needed');
    await operator.must('rails.settleEntry', { ...gold, personId: null });
    const suspense = async () => {
      const { checks } = await operator.must('pay.getReconciliation', {});
      return checks.find(({ name, currency }) => name === 'suspense_empty' && currency === 'euro');
    };
    expect(await suspense()).toMatchObject({ foundMinor: 600, isFine: false });
    for (const index of [2, 3, 4]) await settle(index, ana.me.personId);
    expect(await suspense()).toMatchObject({ foundMinor: 0, isFine: true });
  });

  it('pays out, and only the owner may take it back', async () => {
    const [ana, eve] = [await person(), await person()];
    await ana.must('rails.redeemVoucher', { key: newKey(), code: await voucher('euro', 9_000) });
    const asked = { way: 'bank', currency: 'euro', amountMinor: 1_000, iban: anasIban } as const;
    const request = (over: object = {}) => ({
      ...{ ...asked, key: newKey(), name: 'Ana', approval: byPin(), ...over },
    });
    const ask = async (over: object = {}) =>
      (await ana.must('rails.requestPayout', request(over))).payout;
    const refused = (over: object, who = ana) => who.refused('rails.requestPayout', request(over));
    const first = await ask();
    expect(first).toMatchObject({ state: 'held', code: null, iban: anasIban });
    expect(await refused({ currency: 'silver' })).toBe('wrong_currency');
    expect(await refused({ currency: 'points' })).toBe('cash_out_closed');
    expect(await refused({ iban: 'FR1' })).toBe('iban_invalid');
    expect(await refused({ amountMinor: 1_000_001 })).toBe('amount_too_large');
    expect(await refused({ amountMinor: 50_000 })).toBe('insufficient_funds');
    expect(await refused({ approval: byPin('000001') })).toBe('wrong_pin');
    expect(await refused({ currency: 'gold', way: 'desk' })).toBe('class_needed');
    expect(await refused({}, await person('minor'))).toBe('not_for_minors');
    expect(await refused({}, await person('frozen'))).toBe('wallet_frozen');
    expect(await refused({}, await city.signUp('Bo'))).toBe('pin_unset');
    const again = request();
    await ana.must('rails.requestPayout', again);
    expect(await refused({ key: again.key, amountMinor: 2 })).toBe('key_reused');
    const { payoutId } = first;
    expect(await eve.refused('rails.cancelPayout', { payoutId })).toBe('payout_unknown');
    const { payout } = await ana.must('rails.cancelPayout', { payoutId });
    expect(payout.state).toBe('returned');
    expect(await ana.refused('rails.cancelPayout', { payoutId })).toBe('payout_settled');
    const { payouts } = await ana.must('rails.listPayouts', {});
    expect(payouts.map(({ state }) => state).toSorted()).toEqual(['failed', 'held', 'returned']);
    expect((await eve.must('rails.listPayouts', {})).payouts).toEqual([]);

    const open = (await operator.must('rails.listOpenPayouts', {})).payouts;
    expect(open).toMatchObject([{ person: ana.card, payout: { iban: anasIban } }]);
    const file = await operator.must('rails.exportPayouts', { currency: 'euro' });
    expect(file).toMatchObject({ count: 1, text: expect.stringContaining('pain.001.001.09') });
    const exported = (over: object) => operator.refused('rails.exportPayouts', over as never);
    expect(await exported({ currency: 'euro' })).toBe('nothing_to_pay');
    expect(await exported({ currency: 'points' })).toBe('wrong_currency');
    const back = { payoutId: open[0]?.payout.payoutId ?? '', reason };
    const given = await operator.must('rails.returnPayout', back);
    expect(given.payout).toMatchObject({ state: 'returned', reason });
    expect(await operator.refused('rails.returnPayout', back)).toBe('payout_settled');
    const none = { payoutId: noId<string>(), reason };
    expect(await operator.refused('rails.returnPayout', none)).toBe('payout_unknown');
    expect(await balanceOf(ana)).toBe(9_000);
  });

  it('takes a passkey for exactly one payout', async () => {
    const ana = await person();
    await ana.must('rails.redeemVoucher', { key: newKey(), code: await voucher('euro', 900) });
    const key = await addPasskey(city, ana);
    city.clock.travel(24 * 3_600_000);
    const of = { way: 'desk', currency: 'euro', amountMinor: 100, iban: '', name: '' } as const;
    const begin = () => ana.must('rails.beginPasskeyApproval', of);
    const ask = (over: object, { challengeId, options }: Awaited<ReturnType<typeof begin>>) => {
      const approval = { kind: 'passkey', challengeId, response: key.get(options) } as const;
      return ana.call('rails.requestPayout', { ...of, key: newKey(), approval, ...over });
    };
    const rejected = { error: 'passkey_rejected' };
    expect(await ask({ amountMinor: 101 }, await begin())).toMatchObject(rejected);
    const toBank = { way: 'bank', iban: anasIban, name: 'Ana' };
    expect(await ask(toBank, await begin())).toMatchObject(rejected);
    const given = await begin();
    expect(await ask({}, given)).toMatchObject({ ok: true });
    expect(await ask({}, given)).toMatchObject({ error: 'challenge_expired' });
    const guess = () =>
      ana.refused('rails.requestPayout', { ...of, key: newKey(), approval: byPin('264817') });
    const answers = [];
    for (let i = 0; i < 8; i += 1) answers.push(await guess());
    expect(answers.at(-1)).toBe('pin_locked');
  });
});

describe('the cash desk', () => {
  it('takes and gives cash, and is counted', async () => {
    const ana = await person();
    const taken = (who: TestPerson, over: object = {}) => ({
      ...{ key: newKey(), handle: who.me.handle, currency: 'euro', amountMinor: 4_000, ...over },
    });
    const first = taken(ana);
    const { deposit } = await clerk.must('rails.takeCash', first);
    expect(deposit).toMatchObject({ person: ana.card, money: { amountMinor: 4_000 } });
    const refused = (who: TestPerson, over: object = {}) =>
      clerk.refused('rails.takeCash', taken(who, over));
    expect(await refused(ana, { key: first.key, amountMinor: 1 })).toBe('key_reused');
    expect(await refused(ana, { handle: 'nobody_at_all' })).toBe('person_not_found');
    expect(await refused(clerk)).toBe('self_action');
    expect(await refused(ana, { currency: 'closed' })).toBe('wrong_currency');
    expect(await refused(ana, { amountMinor: 1_000_001 })).toBe('amount_too_large');
    await expectBarred('rails.takeCash', (who, currency) => refused(who, { currency }));

    const ask = async (who = ana) =>
      (
        await who.must('rails.requestPayout', {
          ...{ key: newKey(), way: 'desk', currency: 'euro', amountMinor: 1_000, iban: '' },
          ...{ name: '', approval: byPin() },
        })
      ).payout.code ?? '';
    const code = await ask();
    expect(code).toMatch(/^\d{8}$/);
    const paid = await clerk.must('rails.payCash', { code });
    expect(paid.deposit).toMatchObject({ person: ana.card, money: { amountMinor: 1_000 } });
    const unpaid = (of: string) => clerk.refused('rails.payCash', { code: of });
    expect(await unpaid(code)).toBe('payout_settled');
    expect(await unpaid('00000000')).toBe('payout_unknown');
    const frozen = await ask();
    const on = { personId: ana.me.personId, currency: 'euro', reason };
    await operator.must('pay.freezeWallet', { ...on, key: newKey() });
    expect(await unpaid(frozen)).toBe('wallet_frozen');
    await operator.must('pay.unfreezeWallet', { ...on, key: newKey() });
    await clerk.must('rails.payCash', { code: frozen });
    await createPin(clerk);
    await operator.must('pay.topUp', {
      ...{ ...on, personId: clerk.me.personId, key: newKey(), amountMinor: 1_000 },
    });
    expect(await unpaid(await ask(clerk))).toBe('self_action');

    const { drawers } = await clerk.must('rails.getDrawer', {});
    expect(drawers.find(({ currency }) => currency === 'euro')).toMatchObject({
      ...{ takenInMinor: 4_000, paidOutMinor: 2_000, expectedMinor: 2_000, countedAt: null },
    });
    const counted = { currency: 'euro', countedMinor: 2_000, note: '' };
    const { closing } = await clerk.must('rails.countDrawer', counted);
    expect(closing).toMatchObject({ expectedMinor: 2_000, countedMinor: 2_000 });
    const nothing = { ...counted, currency: 'silver' };
    expect(await clerk.refused('rails.countDrawer', nothing)).toBe('wrong_currency');

    const eve = await city.signUp('Eve');
    expect(await eve.refused('rails.takeCash', taken(ana))).toBe('forbidden');
    expect(await eve.refused('rails.payCash', { code })).toBe('forbidden');
    expect(await eve.refused('rails.getDrawer', {})).toBe('forbidden');
    const { personId } = eve.me;
    const { clerks } = await operator.must('rails.setClerk', { personId, isClerk: true });
    expect((await operator.must('rails.listClerks', {})).clerks).toEqual(clerks);
    await operator.must('rails.setClerk', { personId, isClerk: false });
    expect(await eve.refused('rails.countDrawer', counted)).toBe('forbidden');
    const nobody = { personId: noId<PersonId>(), isClerk: true };
    expect(await operator.refused('rails.setClerk', nobody)).toBe('person_not_found');
  });
});
