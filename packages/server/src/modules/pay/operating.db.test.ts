import { present, type PersonId } from '@plaza/base';
import { api } from '@plaza/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createValidator } from '../../kernel/rpc/index.ts';
import { defaultCurrencies, type CurrencyProfile } from './currencies.ts';
import { must, openTestPay, reason, type TestPay } from './testing.ts';

let city: TestPay;
let actorId: PersonId;
beforeAll(async () => {
  city = await openTestPay();
  actorId = await city.person('Olga');
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city[Symbol.asyncDispose]();
});

const on = (personId: PersonId) => ({
  ...{ actorId, key: city.newKey(), personId, currency: 'points', reason: 'Why' },
});
const nobody = '0190a000-0000-7000-8000-00000000dead' as PersonId;

async function audit() {
  return must(await city.operator.listAudit(undefined)).entries;
}

describe('topping up', () => {
  it('issues money once for each key, and writes it down once', async () => {
    const ana = await city.person('Ana');
    const input = { ...on(ana), amountMinor: 500 };
    const first = must(await city.pay.topUp(input));
    expect(first).toMatchObject({ availableMinor: 500, heldMinor: 0, state: 'open' });
    await city.topUp(ana, 100);
    expect(must(await city.pay.topUp(input))).toEqual(first);
    expect(reason(await city.pay.topUp({ ...input, amountMinor: 501 }))).toBe('key_reused');
    expect(reason(await city.pay.freezeWallet(input))).toBe('key_reused');
    expect(await city.wallet(ana)).toMatchObject({ availableMinor: 600 });
    const [line] = (await city.statement(ana)).slice(-1);
    expect(line).toMatchObject({ kind: 'top_up', note: 'Why', counterparty: null });
    const entries = (await audit()).filter(({ subject }) => subject?.personId === ana);
    expect(entries).toMatchObject([
      { action: 'top_up', actor: null, detail: '1.00 points: A gift' },
      { action: 'top_up', actor: { personId: actorId }, detail: '5.00 points: Why' },
    ]);
  });

  it('is refused for whom there is not, and for too much', async () => {
    const ana = await city.person('Ana');
    const topUp = async (over: object) =>
      reason(await city.pay.topUp({ ...on(ana), amountMinor: 1, ...over }));
    expect(await topUp({ personId: nobody })).toBe('person_not_found');
    expect(await topUp({ currency: 'gold' })).toBe('wrong_currency');
    expect(await topUp({ amountMinor: 100_000_001 })).toBe('amount_too_large');
    expect(await city.statement(ana)).toEqual([]);
  });
});

describe('a frozen wallet', () => {
  it('gives and takes nothing until it is opened, and says why', async () => {
    const [ana, ben] = await city.pair();
    const { transferId } = must(await city.send(ana, ben));
    const input = on(ben);
    const frozen = must(await city.pay.freezeWallet(input));
    expect(frozen).toMatchObject({ state: 'frozen', reason: 'Why' });
    expect(reason(await city.pay.freezeWallet(on(ben)))).toBe('wallet_frozen');
    expect(reason(await city.send(ana, ben))).toBe('payee_frozen');
    expect(reason(await city.send(ben, ana))).toBe('wallet_frozen');
    expect(reason(await city.accept(ben, transferId))).toBe('wallet_frozen');
    expect(reason(await city.pay.topUp({ ...on(ben), amountMinor: 1 }))).toBe('wallet_frozen');
    expect(await city.wallet(ben)).toEqual(frozen);
    const open = must(await city.pay.unfreezeWallet(on(ben)));
    expect(open).toMatchObject({ state: 'open', reason: '' });
    expect(reason(await city.pay.unfreezeWallet(on(ben)))).toBe('wallet_open');
    // The same key as before is not a new order.
    expect(must(await city.pay.freezeWallet(input))).toEqual(frozen);
    expect(await city.wallet(ben)).toEqual(open);
    expect(must(await city.accept(ben, transferId)).state).toBe('accepted');
    const actions = (await audit()).filter(({ subject }) => subject?.personId === ben);
    expect(actions.map(({ action }) => action)).toEqual(['unfreeze_wallet', 'freeze_wallet']);
  });

  it('of a payer holds what waits; the payee may still return it', async () => {
    const [ana, ben] = await city.pair();
    const [one, two] = [must(await city.send(ana, ben)), must(await city.send(ana, ben))];
    must(await city.pay.freezeWallet(on(ana)));
    const refused = await city.accept(ben, one.transferId);
    expect(refused).toMatchObject({ reason: 'wallet_frozen', details: { whose: 'payer' } });
    expect(must(await city.giveBack(ben, two.transferId)).state).toBe('returned');
    expect(await city.wallet(ana)).toMatchObject({ availableMinor: 8_750, heldMinor: 1_250 });
    must(await city.pay.unfreezeWallet(on(ana)));
    // The ledger took the first id for used up: accepting needs, and has, another one.
    expect(must(await city.accept(ben, one.transferId)).state).toBe('accepted');
    expect(await city.wallet(ben)).toMatchObject({ availableMinor: 1_250 });
  });

  it('is judged by the ledger too, for what was frozen in between', async () => {
    const [ana, ben] = await city.pair();
    const { transferId } = must(await city.send(ana, ben));
    const answers = await Promise.all([
      city.pay.freezeWallet(on(ben)),
      city.accept(ben, transferId),
      city.send(ana, ben),
      city.pay.topUp({ ...on(ben), amountMinor: 1 }),
    ]);
    expect(reason(answers[0])).toBe('yes');
    await city.settle();
    const lines = await city.statement(ben);
    const sum = lines.reduce((total, line) => total + line.money.amountMinor, 0);
    expect((await city.wallet(ben)).availableMinor).toBe(sum);
  });
});

describe('the books', () => {
  it('balance, and say what each account of the chart has', async () => {
    const [ana, ben] = await city.pair();
    must(await city.send(ana, ben));
    const books = await city.pay.getBooks();
    expect(createValidator(api.pay.getBooks.output)(books)).toEqual([]);
    expect(books.balanced).toBe(true);
    const entryOf = (name: string) => books.entries.find(({ account }) => account === name);
    const issued = entryOf('bank.operator')?.debitsMinor ?? 0;
    const wallets = entryOf('wallet.user');
    expect((wallets?.creditsMinor ?? 0) - (wallets?.debitsMinor ?? 0)).toBe(issued);
    expect(wallets?.heldMinor).toBeGreaterThanOrEqual(1_250);
    expect(entryOf('clearing')).toMatchObject({ debitsMinor: 0, creditsMinor: 0 });
  });

  it('show the wallets of a person', async () => {
    const ana = await city.person('Ana', 700);
    expect(must(await city.pay.getPersonWallets(ana))).toMatchObject([{ availableMinor: 700 }]);
    expect(reason(await city.pay.getPersonWallets(nobody))).toBe('person_not_found');
  });
});

describe('a currency', () => {
  it('allows what its profile says, and keeps to itself', async () => {
    const stamps: CurrencyProfile = {
      ...present(defaultCurrencies[0], 'there is one'),
      ...{ code: 'stamps', ledger: 2, scale: 0, maxAmountMinor: 10, maxIssuedMinor: 25n },
      ...{ mayTransfer: false, mayTopUp: true, maxPacketShareMinor: 0 },
    };
    const hours = { ...stamps, code: 'hours', ledger: 3, mayTransfer: true, mayTopUp: false };
    const profiles = [stamps, hours];
    const pay = city.another({}, profiles);
    const [ana, ben] = await city.pair();
    const stamped = (amountMinor: number) =>
      pay.topUp({ ...on(ana), currency: 'stamps', amountMinor });
    expect(reason(await stamped(11))).toBe('amount_too_large');
    must(await stamped(10));
    must(await stamped(10));
    // No more than may be issued at all.
    expect(reason(await stamped(10))).toBe('amount_too_large');
    expect(reason(await pay.topUp({ ...on(ana), currency: 'hours', amountMinor: 1 }))).toBe(
      'wrong_currency',
    );
    const send = async (currency: string) => {
      const input = { key: city.newKey(), payeeId: ben, amountMinor: 1, currency, note: '' };
      return reason(await pay.sendTransfer(ana, { ...input, approval: null }));
    };
    expect(await send('stamps')).toBe('wrong_currency');
    expect(await send('points')).toBe('wrong_currency');
    expect(await send('hours')).toBe('insufficient_funds');
    const { wallets } = await pay.getWallet(ana);
    expect(wallets.map((row) => [row.currency, row.scale, row.availableMinor])).toEqual([
      ['stamps', 0, 20],
      ['hours', 0, 0],
    ]);
  });
});
