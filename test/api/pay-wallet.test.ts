import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { befriend, startCity, type TestCity } from './support/city.ts';
import {
  accept,
  currency,
  expectSound,
  giveBack,
  openWallets,
  pay,
  statementOf,
  topUp,
  walletOf,
} from './support/pay.ts';

let city: TestCity;
beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

describe('a wallet', () => {
  it('is there from the beginning, empty and open', async () => {
    const ana = await city.signUp('Ana');
    const { wallets, approval } = await ana.must('pay.getWallet', {});
    expect(wallets).toHaveLength(1);
    expect(wallets[0]).toMatchObject({
      ...{ currency, scale: 2, availableMinor: 0, heldMinor: 0, state: 'open', reason: '' },
    });
    expect(wallets[0]?.maxAmountMinor).toBeGreaterThan(0);
    expect(approval).toEqual({
      ...{ hasPin: false, pinLockedUntil: null, pinReset: null, passkeys: false },
    });
    expect(await ana.must('pay.getApproval', {})).toEqual({ approval });
    expect(await ana.must('pay.listStatement', { currency })).toEqual({ lines: [], next: null });
  });

  it('is told whole, to every device, each time newer', async () => {
    const { payer, payee, operator } = await openWallets(city);
    const [phone, laptop] = [await payer.socket(), await (await city.signIn(payer)).socket()];
    const first = await walletOf(payer);
    await topUp(operator, payer, 250);
    await giveBack(payee, await pay(payer, payee, 50));
    await accept(payee, await pay(payer, payee, 20));
    const last = await walletOf(payer);
    for (const socket of [phone, laptop]) {
      await socket.event('pay.walletChanged', ({ wallet }) => wallet.version === last.version);
      const told = socket
        .events('pay.walletChanged')
        .map(({ payload }) => (payload as { wallet: typeof last }).wallet);
      expect(told.at(-1)).toEqual(last);
      const versions = [first, ...told].map(({ version }) => version);
      expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
      expect(told.every(({ currency: of, state }) => of === currency && state === 'open')).toBe(
        true,
      );
      socket.close();
    }
  });

  it('has a currency of the city, and no other', async () => {
    const ana = await city.signUp('Ana');
    expect(await ana.refused('pay.listStatement', { currency: 'gold' })).toBe('wrong_currency');
    expect(await ana.refused('pay.listStatement', { currency: 'No' })).toBe('invalid');
    const bounds = ['2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'];
    const asked = { currency: 'gold', bounds };
    expect(await ana.refused('pay.sumStatement', asked)).toBe('wrong_currency');
    const back = { currency, bounds: bounds.toReversed() };
    expect(await ana.refused('pay.sumStatement', back)).toBe('invalid');
  });
});

describe('the statement', () => {
  it('has a line for each movement, with who, why and a reference', async () => {
    const { payer, payee, operator } = await openWallets(city);
    await topUp(operator, payer, 5, 'a prize');
    const kept = await accept(payee, await pay(payer, payee, 300, 'Rent'));
    const back = await giveBack(payee, await pay(payer, payee, 70, 'Cinema'));
    const lines = await statementOf(payer);
    const shown = lines.map(({ kind, money, balanceMinor, note }) => [
      ...[kind, money.amountMinor, balanceMinor, note],
    ]);
    expect(shown).toEqual([
      ['transfer_back', 70, 9_705, 'Cinema'],
      ['transfer_out', -70, 9_635, 'Cinema'],
      ['transfer_out', -300, 9_705, 'Rent'],
      ['top_up', 5, 10_005, 'a prize'],
      ['top_up', 10_000, 10_000, 'paid at the counter'],
    ]);
    expect(lines.map(({ counterparty }) => counterparty)).toEqual([
      ...[payee.card, payee.card, payee.card, null, null],
    ]);
    expect(lines.map(({ transferId }) => transferId)).toEqual([
      ...[back.transferId, back.transferId, kept.transferId, null, null],
    ]);
    const [received, ...rest] = await statementOf(payee);
    expect(rest).toEqual([]);
    expect(received).toMatchObject({
      ...{ lineNumber: 1, kind: 'transfer_in', balanceMinor: 300, note: 'Rent' },
      ...{ money: { amountMinor: 300, currency, scale: 2 }, counterparty: payer.card },
      ...{ transferId: kept.transferId, at: kept.settledAt },
    });
    const references = [...lines, received].map((line) => line?.reference);
    expect(references.every((reference) => (reference ?? '').length > 0)).toBe(true);
    // What was sent and what came back are two entries of the books.
    expect(new Set(lines.map(({ reference }) => reference)).size).toBe(lines.length);
    await expectSound(payer, payee);

    // The same lines are found by what stands on them, and add up by kind.
    const found = async (text: string) =>
      (await payer.must('pay.listStatement', { currency, text })).lines.map(({ note }) => note);
    expect(await found('rent')).toEqual(['Rent']);
    expect(await found(payee.card.displayName)).toEqual(['Cinema', 'Cinema', 'Rent']);
    const hour = (by: number) => new Date(Date.parse(received?.at ?? '') + by * 3_600_000);
    const bounds = [-2, -1, 1].map((by) => hour(by).toISOString());
    const { periods } = await payer.must('pay.sumStatement', { currency, bounds });
    expect(periods[0]?.sums).toEqual([]);
    const sums = new Map(periods[1]?.sums.map(({ kind, amountMinor }) => [kind, amountMinor]));
    expect(sums).toEqual(
      new Map([
        ['top_up', 10_005],
        ['transfer_back', 70],
        ['transfer_out', -370],
      ]),
    );
  });

  it('is read page by page, of one kind or of all, while new lines come', async () => {
    const { payer, payee, operator } = await openWallets(city);
    for (let i = 1; i <= 104; i += 1) await topUp(operator, payer, i);
    await accept(payee, await pay(payer, payee, 1));
    await accept(payee, await pay(payer, payee, 2));
    const numbersOf = (lines: { lineNumber: number }[]) => lines.map((line) => line.lineNumber);
    const countdown = (from: number, to: number) =>
      Array.from({ length: from - to + 1 }, (_, i) => from - i);

    const first = await payer.must('pay.listStatement', { currency });
    expect(numbersOf(first.lines)).toEqual(countdown(107, 58));
    await topUp(operator, payer, 1);
    const second = await payer.must('pay.listStatement', { currency, cursor: first.next ?? '' });
    expect(numbersOf(second.lines)).toEqual(countdown(57, 8));
    const third = await payer.must('pay.listStatement', { currency, cursor: second.next ?? '' });
    expect(numbersOf(third.lines)).toEqual(countdown(7, 1));
    expect(third.next).toBeNull();

    expect(numbersOf(await statementOf(payer, 'transfer_out'))).toEqual([107, 106]);
    expect(numbersOf(await statementOf(payer, 'top_up'))).toEqual([108, ...countdown(105, 1)]);
    expect(await statementOf(payer, 'closing')).toEqual([]);
    const wrong = { currency, cursor: 'nowhere' };
    expect(await payer.refused('pay.listStatement', wrong)).toBe('invalid');
    await expectSound(payer, payee);
  }, 60_000);

  it('of one person says nothing to another, nor of another', async () => {
    const { payer, payee, operator } = await openWallets(city);
    const kim = await city.signUp('Kim');
    await befriend(payer, kim, city.settle);
    await topUp(operator, kim, 100);
    await accept(payee, await pay(payer, payee, 300, 'Rent'));
    expect((await statementOf(kim)).map(({ kind }) => kind)).toEqual(['top_up']);
    const cursors = await payer.must('pay.listStatement', { currency });
    expect(cursors.next).toBeNull();
  });
});
