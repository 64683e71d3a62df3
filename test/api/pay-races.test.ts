import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCity, type TestCity } from './support/city.ts';
import { throughGate, type Gate } from './support/gate.ts';
import {
  accept,
  becomes,
  booksOf,
  byPin,
  cardsOf,
  createPin,
  currency,
  expectSound,
  freeze,
  moneyOf,
  newKey,
  openWallets,
  otherPin,
  pay,
  paymentTo,
  pin,
  statementOf,
  stateOf,
  topUp,
} from './support/pay.ts';
import type { TestPerson } from './support/person.ts';

let city: TestCity;
beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const [hourMs, dayMs] = [3_600_000, 86_400_000];
const reason = 'asked for at the counter';

type Ended = { ok: true } | { ok: false; error: string };
type Run = () => Promise<Ended>;

const told = (result: Ended): string => (result.ok ? 'done' : result.error);
const sorted = (results: readonly string[]) => results.toSorted((a, b) => (a < b ? -1 : 1));

/** All at the same moment. */
async function together(...runs: Run[]): Promise<string[]> {
  return (await Promise.all(runs.map((run) => run()))).map(told);
}

/** Both have come as far as the gate before either goes on. */
async function race(gate: Gate, first: Run, second: Run): Promise<string[]> {
  const asTold = (run: Run) => async () => told(await run());
  return throughGate<[string, string]>(city.db, gate, [asTold(first), asTold(second)]);
}

const commands = { text: 'lock table pay_command in share row exclusive mode' };

const accepting =
  (person: TestPerson, { transferId }: { transferId: unknown }) =>
  () =>
    person.call('pay.acceptTransfer', { key: newKey(), transferId: transferId as never });
const returning =
  (person: TestPerson, { transferId }: { transferId: unknown }) =>
  () =>
    person.call('pay.returnTransfer', { key: newKey(), transferId: transferId as never });

describe('one payment that is asked for many times at once', () => {
  it('is one payment, with one answer', async () => {
    const { payer, payee } = await openWallets(city);
    const phone = await city.signIn(payer);
    const asked = paymentTo(payee, 100);
    const answers = await Promise.all(
      [payer, phone, payer, phone, payer].map((on) => on.must('pay.sendTransfer', asked)),
    );
    expect(new Set(answers.map(({ transfer }) => transfer.transferId)).size).toBe(1);
    expect(await moneyOf(payer)).toEqual([9_900, 100]);
    await city.settle();
    const { conversationId } = answers[0]?.transfer ?? (await pay(payer, payee, 1));
    expect(await cardsOf(payee, conversationId)).toHaveLength(1);
    await expectSound(payer);
  });

  it('is one payment also when it is asked for in two ways', async () => {
    const { payer, payee } = await openWallets(city);
    const one = paymentTo(payee, 200);
    const other = { ...one, amountMinor: 201 };
    const results = await together(
      () => payer.call('pay.sendTransfer', one),
      () => payer.call('pay.sendTransfer', other),
    );
    expect(sorted(results)).toEqual(['done', 'key_reused']);
    expect(await moneyOf(payer)).toEqual(results[0] === 'done' ? [9_800, 200] : [9_799, 201]);
    await expectSound(payer);
  });
});

describe('many payments of one wallet at once', () => {
  it('spend what there is, and not a cent more', async () => {
    const { payer, payee } = await openWallets(city);
    // As many at once as there are tries of a PIN: each counts as one until it is judged.
    const sends = Array.from({ length: 5 }, (_, i) => () => {
      const asked = paymentTo(payee, 3_000, { note: `${i}` });
      return payer.call('pay.sendTransfer', asked);
    });
    const results = sorted(await together(...sends));
    expect(results).toEqual([
      ...Array<string>(3).fill('done'),
      ...Array<string>(2).fill('insufficient_funds'),
    ]);
    expect(await moneyOf(payer)).toEqual([1_000, 9_000]);
    const { transfers: waiting } = await payee.must('pay.listWaiting', {});
    expect(await together(...waiting.map((each) => accepting(payee, each)))).toEqual([
      ...['done', 'done', 'done'],
    ]);
    expect([await moneyOf(payer), await moneyOf(payee)]).toEqual([
      [1_000, 0],
      [9_000, 0],
    ]);
    await expectSound(payer, payee);
  });

  it('cross each other without harm', async () => {
    const { payer, payee, operator } = await openWallets(city);
    await topUp(operator, payee, 10_000);
    const sends = Array.from({ length: 8 }, (_, i) => {
      const [from, to] = i % 2 === 0 ? [payer, payee] : [payee, payer];
      return () => from.call('pay.sendTransfer', paymentTo(to, 1_000 + i));
    });
    expect(new Set(await together(...sends))).toEqual(new Set(['done']));
    const { transfers: waiting } = await payee.must('pay.listWaiting', {});
    const answers = waiting.map((each) => {
      const [to] = [payer, payee].filter(({ me }) => me.personId === each.payee.personId);
      return accepting(to ?? payee, each);
    });
    expect(new Set(await together(...answers))).toEqual(new Set(['done']));
    expect([await moneyOf(payer), await moneyOf(payee)]).toEqual([
      [10_004, 0],
      [9_996, 0],
    ]);
    await expectSound(payer, payee);
  });
});

describe('a transfer', () => {
  it('is accepted once, from two devices', async () => {
    const { payer, payee } = await openWallets(city);
    const phone = await city.signIn(payee);
    const one = await pay(payer, payee, 100);
    const results = await race(commands, accepting(payee, one), accepting(phone, one));
    // What both want is done: whether the second hears "done" or "settled" is a matter of time.
    expect(results).toContain('done');
    expect(['done', 'transfer_settled']).toEqual(expect.arrayContaining(results));
    const same = { key: newKey(), transferId: (await pay(payer, payee, 10)).transferId };
    const accepts = [payee, phone, payee].map((on) => () => on.call('pay.acceptTransfer', same));
    expect(await together(...accepts)).toEqual(['done', 'done', 'done']);
    expect(await moneyOf(payee)).toEqual([110, 0]);
    await expectSound(payer, payee);
  });

  it('is accepted or returned, never both, whoever is first', async () => {
    const { payer, payee } = await openWallets(city);
    let taken = 0;
    for (let i = 0; i < 8; i += 1) {
      const transfer = await pay(payer, payee, 100);
      const both: [Run, Run] = [accepting(payee, transfer), returning(payee, transfer)];
      const runs = i % 2 === 0 ? both : ([both[1], both[0]] as const);
      const results = i < 4 ? await together(...runs) : await race(commands, runs[0], runs[1]);
      expect(sorted(results)).toEqual(['done', 'transfer_settled']);
      const state = await stateOf(payer, transfer.transferId);
      if (state === 'accepted') taken += 100;
      const outcome = runs.indexOf(both[0]) === results.indexOf('done') ? 'accepted' : 'returned';
      expect(state).toBe(outcome);
    }
    expect(await moneyOf(payer)).toEqual([10_000 - taken, 0]);
    expect(await moneyOf(payee)).toEqual([taken, 0]);
    await expectSound(payer, payee);
  });

  it('is accepted or lapses, never both', async () => {
    const { payer, payee } = await openWallets(city);
    const sent = [];
    for (let i = 0; i < 6; i += 1) sent.push(await pay(payer, payee, 100));
    city.clock.travel(dayMs + 1);
    const results = await together(...sent.map((each) => accepting(payee, each)));
    const taken = results.filter((result) => result === 'done').length;
    expect(results.every((result) => ['done', 'transfer_settled'].includes(result))).toBe(true);
    for (const [index, transfer] of sent.entries()) {
      await becomes(payer, transfer, results[index] === 'done' ? 'accepted' : 'expired');
    }
    expect(await moneyOf(payer)).toEqual([10_000 - taken * 100, 0]);
    expect(await moneyOf(payee)).toEqual([taken * 100, 0]);
    await expectSound(payer, payee);
  });
});

describe('what the operator does, beside what people do', () => {
  it('freezes before or after a payment, not in the middle of it', async () => {
    const { payer, payee, operator } = await openWallets(city);
    const { personId } = payer.me;
    const change = (method: 'pay.freezeWallet' | 'pay.unfreezeWallet') => () =>
      operator.call(method, { key: newKey(), personId, currency, reason });
    const send = () => payer.call('pay.sendTransfer', paymentTo(payee, 100));
    let held = 0;
    for (let i = 0; i < 4; i += 1) {
      const [sent, frozen] = await together(send, change('pay.freezeWallet'));
      expect(frozen).toBe('done');
      expect(['done', 'wallet_frozen']).toContain(sent);
      if (sent === 'done') held += 100;
      expect(await moneyOf(payer)).toEqual([10_000 - held, held]);
      expect(await together(send)).toEqual(['wallet_frozen']);
      expect(await together(change('pay.unfreezeWallet'))).toEqual(['done']);
    }
    await pay(payer, payee, 1);
    await expectSound(payer, payee);
  });

  it('freezes before or after the money is taken', async () => {
    const { payer, payee, operator } = await openWallets(city);
    for (const who of [payer, payee]) {
      const transfer = await pay(payer, payee, 100);
      const { personId } = who.me;
      const freezing = () =>
        operator.call('pay.freezeWallet', { key: newKey(), personId, currency, reason });
      const [taken, frozen] = await together(accepting(payee, transfer), freezing);
      expect(frozen).toBe('done');
      expect(['done', 'wallet_frozen']).toContain(taken);
      const state = await stateOf(payer, transfer.transferId);
      expect(state).toBe(taken === 'done' ? 'accepted' : 'waiting');
      await freeze(operator, who, reason, 'pay.unfreezeWallet');
      if (taken !== 'done') await accept(payee, transfer);
    }
    expect([await moneyOf(payer), await moneyOf(payee)]).toEqual([
      [9_800, 0],
      [200, 0],
    ]);
    await expectSound(payer, payee);
  });

  it('is done once, however often it is asked for at once', async () => {
    const [operator, ana] = [await city.operator(), await city.signUp('Ana')];
    const { personId } = ana.me;
    const asked = { key: newKey(), personId, currency, amountMinor: 100, reason };
    const issue = () => operator.call('pay.topUp', asked);
    expect(await together(issue, issue, issue, issue)).toEqual(['done', 'done', 'done', 'done']);
    expect(await moneyOf(ana)).toEqual([100, 0]);
    expect(await statementOf(ana)).toHaveLength(1);
    const freezing = () =>
      operator.call('pay.freezeWallet', { key: newKey(), personId, currency, reason });
    expect(sorted(await together(freezing, freezing))).toEqual(['done', 'wallet_frozen']);
    const opening = () =>
      operator.call('pay.unfreezeWallet', { key: newKey(), personId, currency, reason });
    const opened = await together(opening, opening);
    expect(opened).toContain('done');
    expect(['done', 'wallet_open']).toEqual(expect.arrayContaining(opened));
    await topUp(operator, ana, 1);
    await expectSound(ana);
  });

  it('issues to many at once what the books say, at any moment', async () => {
    const operator = await city.operator();
    const before = (await booksOf(operator))['bank.operator'] ?? 0;
    const people = await Promise.all(['Ana', 'Wei', 'Eve', 'Kim'].map((name) => city.signUp(name)));
    const issues = people.flatMap((person) => [10, 20, 30].map((n) => topUp(operator, person, n)));
    // Read in the middle of it, the books balance as well.
    for (let i = 0; i < 10; i += 1) await booksOf(operator);
    await Promise.all(issues);
    expect((await booksOf(operator))['bank.operator']).toBe(before + 240);
    for (const person of people) expect(await moneyOf(person)).toEqual([60, 0]);
    await expectSound(...people);
  });
});

describe('a PIN', () => {
  it('is made once', async () => {
    const ana = await city.signUp('Ana');
    const create = (digits: string) => () =>
      ana.call('pay.createPin', { pin: digits, currentPassword: ana.password });
    const results = await together(create(pin), create(otherPin));
    expect(sorted(results)).toEqual(['done', 'pin_exists']);
    const known = results[0] === 'done' ? pin : otherPin;
    const changed = { currentPin: known, newPin: '246813' };
    expect(await ana.call('pay.changePin', changed)).toMatchObject({ ok: true });
  });

  it('is changed once by one old PIN', async () => {
    const ana = await city.signUp('Ana');
    await createPin(ana);
    const change = (newPin: string) => () => ana.call('pay.changePin', { currentPin: pin, newPin });
    const results = await together(change(otherPin), change('246813'));
    expect(sorted(results)).toEqual(['done', 'wrong_pin']);
  });

  it('is replaced, or its reset cancelled, not both', async () => {
    const { payer, payee } = await openWallets(city);
    const [recoveryCode = ''] = payer.recoveryCodes;
    await payer.must('pay.beginPinReset', { recoveryCode });
    city.clock.travel(25 * hourMs);
    const results = await together(
      () => payer.call('pay.finishPinReset', { pin: otherPin }),
      () => payer.call('pay.cancelPinReset', {}),
    );
    expect(sorted(results)).toEqual(['done', 'reset_unknown']);
    const known = results[0] === 'done' ? otherPin : pin;
    const asked = paymentTo(payee, 1, { approval: byPin(known) });
    expect(await together(() => payer.call('pay.sendTransfer', asked))).toEqual(['done']);
  });
});
