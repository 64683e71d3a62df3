import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPlace, startCity, type TestCity } from './support/city.ts';
import {
  accept,
  addPasskey,
  byPasskey,
  byPin,
  cardsOf,
  currency,
  expectSound,
  freeze,
  moneyOf,
  newKey,
  openWallets,
  otherPin,
  pay,
  paymentTo,
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

const reason = 'asked for at the counter';

describe('a payment that is asked for again under its key', () => {
  it('is the same payment, from any device', async () => {
    const { payer, payee } = await openWallets(city);
    const phone = await city.signIn(payer);
    const asked = paymentTo(payee, 100, { note: 'Once' });
    const first = await payer.must('pay.sendTransfer', asked);
    expect(await payer.must('pay.sendTransfer', asked)).toEqual(first);
    expect(await phone.must('pay.sendTransfer', asked)).toEqual(first);
    expect(await moneyOf(payer)).toEqual([9_900, 100]);
    await city.settle();
    expect(await cardsOf(payee, first.transfer.conversationId)).toHaveLength(1);
  });

  it('is the same whatever happened since', async () => {
    const { payer, payee, operator } = await openWallets(city);
    const asked = paymentTo(payee, 100);
    const first = await payer.must('pay.sendTransfer', asked);
    const again = () => payer.must('pay.sendTransfer', asked);
    // The first answer, as it was then; how things stand now is asked of the transfer.
    await accept(payee, first.transfer);
    expect(await again()).toEqual(first);
    await payee.must('contacts.block', { personId: payer.me.personId });
    await city.settle();
    expect(await again()).toEqual(first);
    await freeze(operator, payer);
    expect(await again()).toEqual(first);
    expect(await moneyOf(payer)).toEqual([9_900, 0]);
  });

  it('is the same whatever approves the second time', async () => {
    const { payer, payee } = await openWallets(city);
    const asked = paymentTo(payee, 100);
    const { transfer } = await payer.must('pay.sendTransfer', asked);
    const { transferId } = transfer;
    // Nothing is to be approved any more, so that a wrong PIN is not even counted.
    for (let i = 0; i < 6; i += 1) {
      const guess = { ...asked, approval: byPin(otherPin) };
      expect((await payer.must('pay.sendTransfer', guess)).transfer.transferId).toBe(transferId);
    }
    const key = await addPasskey(city, payer);
    const other = { ...asked, approval: await byPasskey(payer, key, asked) };
    expect((await payer.must('pay.sendTransfer', other)).transfer.transferId).toBe(transferId);
    expect(await moneyOf(payer)).toEqual([9_900, 100]);
    await pay(payer, payee, 1);
  });

  it('is refused when anything about it is different', async () => {
    const { payer, payee } = await openWallets(city);
    const kim = await city.signUp('Kim');
    const asked = paymentTo(payee, 100, { note: 'One' });
    await payer.must('pay.sendTransfer', asked);
    for (const change of [{ amountMinor: 101 }, { note: 'Two' }, { note: '' }]) {
      const changed = { ...asked, ...change };
      expect(await payer.refused('pay.sendTransfer', changed)).toBe('key_reused');
    }
    const toAnother = { ...asked, payeeId: kim.me.personId };
    expect(await payer.refused('pay.sendTransfer', toAnother)).toBe('key_reused');
    expect(await moneyOf(payer)).toEqual([9_900, 100]);
  });

  it('has keys of its own for each person', async () => {
    const { payer, payee, operator } = await openWallets(city);
    await topUp(operator, payee, 1_000);
    const there = paymentTo(payee, 100);
    const back = paymentTo(payer, 100, { key: there.key });
    const one = await payer.must('pay.sendTransfer', there);
    const other = await payee.must('pay.sendTransfer', back);
    expect(other.transfer.transferId).not.toBe(one.transfer.transferId);
    expect([await moneyOf(payer), await moneyOf(payee)]).toEqual([
      [9_900, 100],
      [900, 100],
    ]);
  });

  it('stays refused for lack of money, until it is asked for under a new key', async () => {
    const { payer, payee, operator } = await openWallets(city);
    const asked = paymentTo(payee, 10_001);
    expect(await payer.refused('pay.sendTransfer', asked)).toBe('insufficient_funds');
    await topUp(operator, payer, 5_000);
    expect(await payer.refused('pay.sendTransfer', asked)).toBe('insufficient_funds');
    expect(await moneyOf(payer)).toEqual([15_000, 0]);
    const anew = { ...asked, key: newKey() };
    expect((await payer.must('pay.sendTransfer', anew)).transfer.state).toBe('waiting');
    expect((await statementOf(payer)).filter(({ kind }) => kind === 'transfer_out')).toHaveLength(
      1,
    );
  });

  it('goes through under its key once the PIN is right', async () => {
    const { payer, payee } = await openWallets(city);
    const asked = paymentTo(payee, 100);
    const guess = { ...asked, approval: byPin(otherPin) };
    expect(await payer.refused('pay.sendTransfer', guess)).toBe('wrong_pin');
    const other = { ...asked, amountMinor: 200 };
    expect((await payer.must('pay.sendTransfer', other)).transfer.money.amountMinor).toBe(200);
    expect(await payer.refused('pay.sendTransfer', asked)).toBe('key_reused');
  });

  it('is the same after a restart of the server', async () => {
    await using place = await openPlace();
    const first = await startCity({ place });
    const { payer, payee } = await openWallets(first);
    const asked = paymentTo(payee, 100);
    const { transfer } = await payer.must('pay.sendTransfer', asked);
    await first[Symbol.asyncDispose]();
    await using second = await startCity({ place });
    const back = await second.signIn(payer);
    const again = await back.must('pay.sendTransfer', asked);
    expect(again.transfer).toEqual(transfer);
    expect(await moneyOf(back)).toEqual([9_900, 100]);
    expect([...first.faults, ...second.faults]).toEqual([]);
  });
});

describe('a refusal that was the answer', () => {
  it('stays the answer under its key when its reason is gone', async () => {
    const { payer, payee, operator } = await openWallets(city);
    const waiting = await pay(payer, payee, 100);
    await freeze(operator, payee);
    const asked = paymentTo(payee, 100);
    const taking = { key: newKey(), transferId: waiting.transferId };
    const refusals = async () => [
      await payer.refused('pay.sendTransfer', asked),
      await payee.refused('pay.acceptTransfer', taking),
    ];
    expect(await refusals()).toEqual(['payee_frozen', 'wallet_frozen']);
    await freeze(operator, payee, reason, 'pay.unfreezeWallet');
    expect(await refusals()).toEqual(['payee_frozen', 'wallet_frozen']);
    await pay(payer, payee, 100);
    await accept(payee, waiting);
    expect([await moneyOf(payer), await moneyOf(payee)]).toEqual([
      [9_800, 100],
      [100, 0],
    ]);
  });
});

describe('an answer to a transfer under its key', () => {
  for (const [method, other] of [
    ['pay.acceptTransfer', 'pay.returnTransfer'],
    ['pay.returnTransfer', 'pay.acceptTransfer'],
  ] as const) {
    it(`is given once: ${method}`, async () => {
      const { payer, payee } = await openWallets(city);
      const [transfer, second] = [await pay(payer, payee, 100), await pay(payer, payee, 50)];
      const asked = { key: newKey(), transferId: transfer.transferId };
      const first = await payee.must(method, asked);
      expect(await payee.must(method, asked)).toEqual(first);
      const changed = { ...asked, transferId: second.transferId };
      expect(await payee.refused(method, changed)).toBe('key_reused');
      expect(await payee.refused(other, asked)).toBe('key_reused');
      const kept = method === 'pay.acceptTransfer' ? 100 : 0;
      expect([await moneyOf(payer), await moneyOf(payee)]).toEqual([
        [9_950 - kept, 50],
        [kept, 0],
      ]);
      await expectSound(payer, payee);
    });
  }
});

describe('what the operator does under a key', () => {
  it('issues money once', async () => {
    const [operator, ana, wei] = [
      await city.operator(),
      await city.signUp('Ana'),
      await city.signUp('Wei'),
    ];
    const { personId } = ana.me;
    const asked = { key: newKey(), personId, currency, amountMinor: 100, reason };
    const first = await operator.must('pay.topUp', asked);
    expect(await operator.must('pay.topUp', asked)).toEqual(first);
    for (const change of [
      { amountMinor: 101 },
      { reason: 'another' },
      { personId: wei.me.personId },
    ]) {
      expect(await operator.refused('pay.topUp', { ...asked, ...change })).toBe('key_reused');
    }
    const frozen = { key: asked.key, personId, currency, reason };
    expect(await operator.refused('pay.freezeWallet', frozen)).toBe('key_reused');
    expect([await moneyOf(ana), await moneyOf(wei)]).toEqual([
      [100, 0],
      [0, 0],
    ]);
    const { entries } = await operator.must('operator.listAudit', {});
    expect(entries.filter(({ subject }) => subject?.personId === personId)).toHaveLength(1);
  });

  it('freezes and opens once', async () => {
    const [operator, ana] = [await city.operator(), await city.signUp('Ana')];
    const { personId } = ana.me;
    const freezing = { key: newKey(), personId, currency, reason };
    const opening = { key: newKey(), personId, currency, reason };
    await operator.must('pay.freezeWallet', freezing);
    expect((await operator.must('pay.freezeWallet', freezing)).wallet.state).toBe('frozen');
    const another = { ...freezing, reason: 'another' };
    expect(await operator.refused('pay.freezeWallet', another)).toBe('key_reused');
    expect(await operator.refused('pay.unfreezeWallet', freezing)).toBe('key_reused');
    await operator.must('pay.unfreezeWallet', opening);
    // The late second try of the first command gets its answer, and freezes nothing again.
    expect((await operator.must('pay.freezeWallet', freezing)).wallet.state).toBe('frozen');
    expect((await walletOf(ana)).state).toBe('open');
    expect((await operator.must('pay.unfreezeWallet', opening)).wallet).toEqual(
      await walletOf(ana),
    );
    const { entries } = await operator.must('operator.listAudit', {});
    expect(entries.filter(({ subject }) => subject?.personId === personId)).toHaveLength(2);
  });
});
