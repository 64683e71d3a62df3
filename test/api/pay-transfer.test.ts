import type { PersonId, TransferId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPlace, startCity, type TestCity } from './support/city.ts';
import {
  accept,
  becomes,
  booksOf,
  createPin,
  currency,
  expectSound,
  giveBack,
  moneyOf,
  newKey,
  openWallets,
  pay,
  paymentTo,
  statementOf,
  stateOf,
  topUp,
  walletOf,
} from './support/pay.ts';
import { noId, openDirect } from './support/talk.ts';

let city: TestCity;
beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const hourMs = 3_600_000;

describe('money that is sent', () => {
  it('is held for the other, and then theirs', async () => {
    const { payer, payee, operator } = await openWallets(city);
    const conversationId = await openDirect(payer, payee);
    const [payers, payees] = [await payer.socket(), await payee.socket()];
    const issued = (await booksOf(operator))['bank.operator'];
    const transfer = await pay(payer, payee, 2_550, 'Lunch 🍜');
    expect(transfer).toMatchObject({
      ...{ conversationId, payer: payer.card, payee: payee.card, note: 'Lunch 🍜' },
      ...{ money: { amountMinor: 2_550, currency, scale: 2 }, state: 'waiting' },
      ...{ failure: null, settledAt: null },
    });
    const lastsMs = Date.parse(transfer.expiresAt ?? '') - Date.parse(transfer.createdAt);
    expect(Math.abs(lastsMs - 24 * hourMs)).toBeLessThan(60_000);
    expect(await moneyOf(payer)).toEqual([7_450, 2_550]);
    expect(await moneyOf(payee)).toEqual([0, 0]);
    const { transferId } = transfer;
    for (const socket of [payers, payees]) {
      const told = await socket.event(
        'pay.transferChanged',
        (event) => event.transfer.transferId === transferId && event.transfer.state === 'waiting',
      );
      expect(told.transfer).toEqual(transfer);
    }
    await payers.event('pay.walletChanged', ({ wallet }) => wallet.heldMinor === 2_550);

    const accepted = await accept(payee, transfer);
    expect(accepted).toMatchObject({
      ...transfer,
      state: 'accepted',
      settledAt: expect.any(String),
    });
    for (const socket of [payers, payees]) {
      const told = await socket.event(
        'pay.transferChanged',
        (event) => event.transfer.state === 'accepted',
      );
      expect(told.transfer).toEqual(accepted);
    }
    await payees.event('pay.walletChanged', ({ wallet }) => wallet.availableMinor === 2_550);
    await payers.event('pay.walletChanged', ({ wallet }) => wallet.heldMinor === 0);
    expect([await moneyOf(payer), await moneyOf(payee)]).toEqual([
      [7_450, 0],
      [2_550, 0],
    ]);
    expect((await booksOf(operator))['bank.operator']).toBe(issued);
    await expectSound(payer, payee);
    payers.close();
    payees.close();
  });

  it('may be given back', async () => {
    const { payer, payee } = await openWallets(city);
    const transfer = await pay(payer, payee, 10_000);
    expect(await moneyOf(payer)).toEqual([0, 10_000]);
    const returned = await giveBack(payee, transfer);
    expect(returned).toMatchObject({
      ...transfer,
      state: 'returned',
      settledAt: expect.any(String),
    });
    expect([await moneyOf(payer), await moneyOf(payee)]).toEqual([
      [10_000, 0],
      [0, 0],
    ]);
    const kinds = (await statementOf(payer)).map(({ kind, money }) => [kind, money.amountMinor]);
    expect(kinds).toEqual([
      ['transfer_back', 10_000],
      ['transfer_out', -10_000],
      ['top_up', 10_000],
    ]);
    expect(await statementOf(payee)).toEqual([]);
    await expectSound(payer, payee);
  });

  it('goes back by itself after a day, and is told', async () => {
    const { payer, payee } = await openWallets(city);
    const socket = await payer.socket();
    const transfer = await pay(payer, payee, 400);
    city.clock.travel(23 * hourMs);
    expect(await stateOf(payer, transfer.transferId)).toBe('waiting');
    const other = await pay(payer, payee, 100);
    city.clock.travel(hourMs + 1_000);
    const told = await socket.event(
      'pay.transferChanged',
      (event) => event.transfer.state === 'expired',
    );
    expect(told.transfer).toMatchObject({
      ...transfer,
      state: 'expired',
      settledAt: expect.any(String),
    });
    const { transferId } = transfer;
    const late = await payee.call('pay.acceptTransfer', { key: newKey(), transferId });
    expect(late).toMatchObject({ error: 'transfer_settled', details: { state: 'expired' } });
    expect(await moneyOf(payer)).toEqual([9_900, 100]);
    await accept(payee, other);
    await expectSound(payer, payee);
    socket.close();
  });

  it('goes back also when the server was stopped at that hour', async () => {
    await using place = await openPlace();
    const first = await startCity({ place });
    const { payer, payee } = await openWallets(first);
    const transfer = await pay(payer, payee, 700);
    const kept = await pay(payer, payee, 300);
    await accept(payee, kept);
    await first[Symbol.asyncDispose]();
    first.clock.travel(25 * hourMs);
    await using second = await startCity({ place, clock: first.clock });
    const [one, other] = [await second.signIn(payer), await second.signIn(payee)];
    await becomes(one, transfer, 'expired');
    expect([await moneyOf(one), await moneyOf(other)]).toEqual([
      [9_700, 0],
      [300, 0],
    ]);
    await expectSound(one, other);
    expect([...first.faults, ...second.faults]).toEqual([]);
  });

  it('cannot be spent twice while it is held', async () => {
    const { payer, payee } = await openWallets(city);
    const transfer = await pay(payer, payee, 6_000);
    const more = paymentTo(payee, 4_001);
    expect(await payer.refused('pay.sendTransfer', more)).toBe('insufficient_funds');
    await giveBack(payee, transfer);
    await pay(payer, payee, 10_000);
    expect(await moneyOf(payer)).toEqual([0, 10_000]);
  });

  it('may be sent on by whoever got it, note or not, to the last cent', async () => {
    const { payer, payee } = await openWallets(city);
    await accept(payee, await pay(payer, payee, 10_000, 'x'.repeat(60)));
    await accept(payer, await pay(payee, payer, 1, '€'));
    await accept(payer, await pay(payee, payer, 9_999));
    expect([await moneyOf(payer), await moneyOf(payee)]).toEqual([
      [10_000, 0],
      [0, 0],
    ]);
    await expectSound(payer, payee);
    const long = paymentTo(payee, 1, { note: 'x'.repeat(61) });
    expect(await payer.refused('pay.sendTransfer', long)).toBe('invalid');
  });
});

describe('a payment', () => {
  it('is refused with the reason, and then nothing was charged', async () => {
    const { payer, payee, operator } = await openWallets(city);
    const stranger = await city.signUp('Eve');
    const { maxAmountMinor } = await walletOf(payer);
    const refusals: [string, ReturnType<typeof paymentTo>][] = [
      ['self_action', paymentTo(payer, 100)],
      ['not_contact', paymentTo(stranger, 100)],
      ['not_contact', paymentTo(payee, 100, { payeeId: noId<PersonId>() })],
      ['wrong_currency', paymentTo(payee, 100, { currency: 'gold' })],
      ['amount_too_large', paymentTo(payee, maxAmountMinor + 1)],
      ['insufficient_funds', paymentTo(payee, 10_001)],
      ['invalid', paymentTo(payee, 0)],
      ['invalid', paymentTo(payee, -100)],
      ['invalid', paymentTo(payee, 0.5)],
    ];
    for (const [refusal, asked] of refusals) {
      expect([refusal, await payer.refused('pay.sendTransfer', asked)]).toEqual([refusal, refusal]);
    }
    await payee.must('contacts.block', { personId: payer.me.personId });
    await city.settle();
    expect(await payer.refused('pay.sendTransfer', paymentTo(payee, 100))).toBe('blocked');
    expect(await moneyOf(payer)).toEqual([10_000, 0]);
    expect(await statementOf(payer)).toHaveLength(1);
    expect((await payer.must('pay.listWaiting', {})).transfers).toEqual([]);
    await topUp(operator, payer, 1);
    expect(await moneyOf(payer)).toEqual([10_001, 0]);
  });

  it('needs a PIN', async () => {
    const [ana, wei] = await city.contacts('Ana', 'Wei');
    expect(await ana.refused('pay.sendTransfer', paymentTo(wei, 100))).toBe('pin_unset');
    await createPin(ana);
    expect(await ana.refused('pay.sendTransfer', paymentTo(wei, 100))).toBe('insufficient_funds');
  });
});

describe('a transfer', () => {
  it('is settled once, by the one to whom it was sent', async () => {
    const { payer, payee } = await openWallets(city);
    const stranger = await city.signUp('Eve');
    const transfer = await pay(payer, payee, 500);
    const { transferId } = transfer;
    const both = ['pay.acceptTransfer', 'pay.returnTransfer'] as const;
    for (const method of both) {
      const by = async (person: typeof payer, id: TransferId) =>
        person.refused(method, { key: newKey(), transferId: id });
      expect(await by(stranger, transferId)).toBe('transfer_unknown');
      expect(await by(payee, noId<TransferId>())).toBe('transfer_unknown');
      expect(await by(payer, transferId)).toBe('forbidden');
    }
    expect(await stateOf(payee, transferId)).toBe('waiting');
    await accept(payee, transfer);
    for (const method of both) {
      const again = await payee.call(method, { key: newKey(), transferId });
      expect(again).toMatchObject({ error: 'transfer_settled', details: { state: 'accepted' } });
    }
    const other = await pay(payer, payee, 500);
    await giveBack(payee, other);
    for (const method of both) {
      const asked = { key: newKey(), transferId: other.transferId };
      const again = await payee.call(method, asked);
      expect(again).toMatchObject({ error: 'transfer_settled', details: { state: 'returned' } });
    }
    expect(await moneyOf(payee)).toEqual([500, 0]);
  });

  it('may still be accepted or given back by somebody who is no contact any more', async () => {
    const { payer, payee } = await openWallets(city);
    const [one, other] = [await pay(payer, payee, 100), await pay(payer, payee, 200)];
    await payee.must('contacts.block', { personId: payer.me.personId });
    await city.settle();
    await accept(payee, one);
    await giveBack(payee, other);
    expect([await moneyOf(payer), await moneyOf(payee)]).toEqual([
      [9_900, 0],
      [100, 0],
    ]);
  });

  it('is shown to the two alone', async () => {
    const { payer, payee } = await openWallets(city);
    const stranger = await city.signUp('Eve');
    const transfer = await pay(payer, payee, 500, 'Between us');
    const transferIds = [transfer.transferId, noId<TransferId>()];
    for (const person of [payer, payee]) {
      expect(await person.must('pay.getTransfers', { transferIds })).toEqual({
        transfers: [transfer],
      });
    }
    expect(await stranger.must('pay.getTransfers', { transferIds })).toEqual({ transfers: [] });
    expect(await stranger.must('pay.listWaiting', {})).toEqual({ transfers: [] });
    const twice = { transferIds: [transfer.transferId, transfer.transferId] };
    expect(await payer.refused('pay.getTransfers', twice)).toBe('invalid');
  });

  it('waits in a list, the next to lapse first, on both sides', async () => {
    const { payer, payee } = await openWallets(city);
    await accept(payee, await pay(payer, payee, 5_000));
    const there = await pay(payer, payee, 1);
    city.clock.travel(1_000);
    const back = await pay(payee, payer, 2);
    city.clock.travel(1_000);
    const again = await pay(payer, payee, 3);
    for (const person of [payer, payee]) {
      const { transfers } = await person.must('pay.listWaiting', {});
      expect(transfers).toEqual([there, back, again]);
    }
    await giveBack(payer, back);
    const { transfers } = await payee.must('pay.listWaiting', {});
    expect(transfers).toEqual([there, again]);
  });
});

describe('money that is to arrive later', () => {
  it('is seen by both, and taken back by its payer until it arrives', async () => {
    const { payer, payee } = await openWallets(city);
    const send = async (arrival: '2h' | 'now') => {
      const about = { ...paymentTo(payee, 300), arrival };
      return (await payer.must('pay.sendTransfer', about)).transfer;
    };
    const kept = await send('2h');
    const arrivesInMs = Date.parse(kept.arrivesAt ?? '') - Date.parse(kept.createdAt);
    expect(Math.abs(arrivesInMs - 2 * hourMs)).toBeLessThan(60_000);
    const devices = await payer.socket();
    const agreed = await accept(payee, kept);
    expect(agreed).toMatchObject({ state: 'arriving', arrivesAt: kept.arrivesAt });
    await devices.event(
      'pay.transferChanged',
      ({ transfer }) => transfer.transferId === kept.transferId && transfer.state === 'arriving',
    );
    expect(await moneyOf(payee)).toEqual([0, 0]);
    const { transferId } = kept;
    const key = newKey();
    const taken = await payer.must('pay.cancelTransfer', { key, transferId });
    expect(taken.transfer).toMatchObject({ state: 'cancelled' });
    expect(await payer.must('pay.cancelTransfer', { key, transferId })).toEqual(taken);
    expect(await moneyOf(payer)).toEqual([10_000, 0]);
    const again = { key: newKey(), transferId };
    expect(await payer.refused('pay.cancelTransfer', again)).toBe('transfer_settled');
    const usual = await send('now');
    const other = { key, transferId: usual.transferId };
    expect(await payer.refused('pay.cancelTransfer', other)).toBe('key_reused');
    const late = { key: newKey(), transferId: usual.transferId };
    expect(await payer.refused('pay.cancelTransfer', late)).toBe('cancel_too_late');
    const unknown = { key: newKey(), transferId: noId<TransferId>() };
    expect(await payer.refused('pay.cancelTransfer', unknown)).toBe('transfer_unknown');
    expect(await payee.refused('pay.cancelTransfer', late)).toBe('forbidden');
    await giveBack(payee, usual);
    await expectSound(payer, payee);
  });
});

describe('who paid', () => {
  it('may write to the payee once, within a day, and not to whom blocks them', async () => {
    const { payer, payee } = await openWallets(city);
    const conversationId = await openDirect(payer, payee);
    const [first, second, third] = [
      await pay(payer, payee, 100),
      await pay(payer, payee, 100),
      await pay(payer, payee, 100),
    ];
    await payee.must('contacts.block', { personId: payer.me.personId });
    await city.settle();
    const text = 'It was for the bell';
    const about = { transferId: first.transferId, text };
    expect(await payer.refused('pay.contactPayee', about)).toBe('blocked');
    await payee.must('contacts.unblock', { personId: payer.me.personId });
    await payee.must('contacts.remove', { personId: payer.me.personId });
    await city.settle();
    const { transfer } = await payer.must('pay.contactPayee', about);
    expect(transfer.contactedAt).not.toBeNull();
    expect(await payer.refused('pay.contactPayee', about)).toBe('contact_used');
    const unknown = { ...about, transferId: noId<TransferId>() };
    expect(await payer.refused('pay.contactPayee', unknown)).toBe('transfer_unknown');
    await city.settle();
    const { entries } = await payee.must('chat.listEntries', { conversationId, limit: 50 });
    expect(entries.at(-1)).toMatchObject({
      ...{ senderId: payer.me.personId, body: { message: { type: 'text', text } } },
    });
    await payee.must('contacts.block', { personId: payer.me.personId });
    await city.settle();
    // Who is no contact is not told of the block, and nothing is delivered.
    await payer.must('pay.contactPayee', { transferId: second.transferId, text: 'And again' });
    await city.settle();
    const later = await payee.must('chat.listEntries', { conversationId, limit: 50 });
    expect(later.entries.at(-1)).toMatchObject({ body: { message: { type: 'text', text } } });
    city.clock.travel(24 * hourMs + 1_000);
    const late = { ...about, transferId: third.transferId };
    expect(await payer.refused('pay.contactPayee', late)).toBe('contact_too_late');
  });
});
