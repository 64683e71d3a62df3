import type { PersonId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCity, type TestCity } from './support/city.ts';
import {
  accept,
  becomes,
  booksOf,
  currency,
  expectSound,
  freeze,
  giveBack,
  moneyOf,
  newKey,
  openWallets,
  pay,
  paymentTo,
  statementOf,
  topUp,
  walletOf,
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
const reason = 'asked for at the counter';

async function auditOf(operator: TestPerson, { me }: TestPerson) {
  const { entries } = await operator.must('operator.listAudit', {});
  return entries.filter(({ subject }) => subject?.personId === me.personId);
}

describe('a top-up', () => {
  it('issues money, with a reason that the person reads', async () => {
    const [operator, ana] = [await city.operator(), await city.signUp('Ana')];
    const socket = await ana.socket();
    const before = (await booksOf(operator))['bank.operator'] ?? 0;
    const wallet = await topUp(operator, ana, 1_234, reason);
    expect(wallet).toMatchObject({ currency, availableMinor: 1_234, state: 'open' });
    expect(await walletOf(ana)).toEqual(wallet);
    await socket.event('pay.walletChanged', (event) => event.wallet.availableMinor === 1_234);
    const [line] = await statementOf(ana);
    expect(line).toMatchObject({ kind: 'top_up', note: reason, counterparty: null });
    expect((await booksOf(operator))['bank.operator']).toBe(before + 1_234);
    const [entry] = await auditOf(operator, ana);
    expect(entry).toMatchObject({ actor: operator.card });
    expect(entry?.detail).toContain(reason);
    await expectSound(ana);
    socket.close();
  });

  it('is refused for nobody, in no currency, and without measure', async () => {
    const [operator, ana] = [await city.operator(), await city.signUp('Ana')];
    const { maxAmountMinor } = await walletOf(ana);
    const { personId } = ana.me;
    const asked = (change: object) => ({
      ...{ key: newKey(), personId, currency, amountMinor: 100, reason, ...change },
    });
    const refused = (change: object) => operator.refused('pay.topUp', asked(change));
    expect(await refused({ personId: noId<PersonId>() })).toBe('person_not_found');
    expect(await refused({ currency: 'gold' })).toBe('wrong_currency');
    expect(await refused({ amountMinor: maxAmountMinor + 1 })).toBe('amount_too_large');
    expect(await refused({ amountMinor: 0 })).toBe('invalid');
    expect(await refused({ reason: '' })).toBe('invalid');
    await freeze(operator, ana);
    expect(await refused({})).toBe('wallet_frozen');
    expect(await moneyOf(ana)).toEqual([0, 0]);
    await operator.must('pay.topUp', asked({ amountMinor: 1, personId: operator.me.personId }));
  });
});

describe('a frozen wallet', () => {
  it('is seen with its reason, and is opened again', async () => {
    const { payer, operator } = await openWallets(city);
    const socket = await payer.socket();
    const frozen = await freeze(operator, payer, 'a lost phone');
    expect(frozen).toMatchObject({
      state: 'frozen',
      reason: 'a lost phone',
      availableMinor: 10_000,
    });
    expect(await walletOf(payer)).toEqual(frozen);
    await socket.event('pay.walletChanged', ({ wallet }) => wallet.state === 'frozen');
    const open = await freeze(operator, payer, 'it was found', 'pay.unfreezeWallet');
    expect(open).toMatchObject({ state: 'open', reason: '', availableMinor: 10_000 });
    expect(open.version).toBeGreaterThan(frozen.version);
    const { version } = open;
    await socket.event('pay.walletChanged', ({ wallet }) => wallet.version === version);
    const details = (await auditOf(operator, payer)).map(({ detail }) => detail);
    expect(details[1]).toContain('a lost phone');
    expect(details[0]).toContain('it was found');
    socket.close();
  });

  it('is not frozen or opened twice, nor that of nobody', async () => {
    const { payer, operator } = await openWallets(city);
    const { personId } = payer.me;
    const refused = (method: 'pay.freezeWallet' | 'pay.unfreezeWallet', change: object = {}) =>
      operator.refused(method, { key: newKey(), personId, currency, reason, ...change });
    expect(await refused('pay.unfreezeWallet')).toBe('wallet_open');
    await freeze(operator, payer);
    expect(await refused('pay.freezeWallet')).toBe('wallet_frozen');
    for (const method of ['pay.freezeWallet', 'pay.unfreezeWallet'] as const) {
      expect(await refused(method, { personId: noId<PersonId>() })).toBe('person_not_found');
      expect(await refused(method, { currency: 'gold' })).toBe('wrong_currency');
    }
    // Again and again, each as good as the first.
    for (let i = 0; i < 3; i += 1) {
      await freeze(operator, payer, reason, 'pay.unfreezeWallet');
      await freeze(operator, payer);
    }
    expect((await walletOf(payer)).state).toBe('frozen');
  });

  it('gives nothing out and takes nothing in', async () => {
    const { payer, payee, operator } = await openWallets(city);
    await accept(payee, await pay(payer, payee, 1_000));
    const [toAccept, toReturn] = [await pay(payer, payee, 10), await pay(payer, payee, 20)];
    await freeze(operator, payee);
    const there = paymentTo(payee, 100);
    expect(await payer.refused('pay.sendTransfer', there)).toBe('payee_frozen');
    const back = paymentTo(payer, 100);
    expect(await payee.refused('pay.sendTransfer', back)).toBe('wallet_frozen');
    const { transferId } = toAccept;
    const taking = () => payee.call('pay.acceptTransfer', { key: newKey(), transferId });
    expect(await taking()).toMatchObject({ error: 'wallet_frozen' });
    expect(await taking()).toMatchObject({ error: 'wallet_frozen' });
    // What is not theirs may leave.
    await giveBack(payee, toReturn);
    expect([await moneyOf(payer), await moneyOf(payee)]).toEqual([
      [8_990, 10],
      [1_000, 0],
    ]);
    await freeze(operator, payee, reason, 'pay.unfreezeWallet');
    expect(await taking()).toMatchObject({ output: { transfer: { state: 'accepted' } } });
    expect([await moneyOf(payer), await moneyOf(payee)]).toEqual([
      [8_990, 0],
      [1_010, 0],
    ]);
    await expectSound(payer, payee);
  });

  it('lets what its owner had sent come back, but not go on', async () => {
    const { payer, payee, operator } = await openWallets(city);
    const [one, other] = [await pay(payer, payee, 10), await pay(payer, payee, 20)];
    const lapsing = await pay(payer, payee, 30);
    await freeze(operator, payer);
    const { transferId } = one;
    const taking = () => payee.call('pay.acceptTransfer', { key: newKey(), transferId });
    expect(await taking()).toMatchObject({ error: 'wallet_frozen' });
    await giveBack(payee, other);
    expect(await moneyOf(payer)).toEqual([9_960, 40]);
    await freeze(operator, payer, reason, 'pay.unfreezeWallet');
    expect(await taking()).toMatchObject({ ok: true });
    await freeze(operator, payer);
    city.clock.travel(dayMs + 1_000);
    await becomes(payer, lapsing, 'expired');
    expect(await walletOf(payer)).toMatchObject({
      ...{ state: 'frozen', availableMinor: 9_990, heldMinor: 0 },
    });
    await expectSound(payer, payee);
  });
});

describe('an operator', () => {
  it('sees the wallets of a person', async () => {
    const { payer, payee, operator } = await openWallets(city);
    await pay(payer, payee, 100);
    const { personId } = payer.me;
    const { wallets } = await operator.must('pay.getPersonWallets', { personId });
    expect(wallets).toEqual([await walletOf(payer)]);
    const nobody = { personId: noId<PersonId>() };
    expect(await operator.refused('pay.getPersonWallets', nobody)).toBe('person_not_found');
  });

  it('keeps books that balance, in which wallets are what was issued', async () => {
    await using other = await startCity();
    const { payer, payee, operator } = await openWallets(other);
    await accept(payee, await pay(payer, payee, 2_500));
    await pay(payer, payee, 500);
    expect(await booksOf(operator)).toEqual({ 'bank.operator': 10_000, 'wallet.user': 10_000 });
    const { entries } = await operator.must('pay.getBooks', {});
    const wallets = entries.find(({ account }) => account === 'wallet.user');
    expect(wallets).toMatchObject({
      ...{ kind: 'liability', currency, scale: 2, heldMinor: 500 },
      ...{ debitsMinor: 2_500, creditsMinor: 12_500 },
    });
    expect(wallets?.accounts).toBeGreaterThanOrEqual(2);
    expect(other.faults).toEqual([]);
  });
});
