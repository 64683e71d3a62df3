import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  hasNats,
  startNats,
  type TestNats,
} from '../../packages/server/src/kernel/events/testing-nats.ts';
import { openPlace, startCity, type TestCity } from './support/city.ts';
import { throughGate } from './support/gate.ts';
import {
  accept,
  becomes,
  booksOf,
  cardsOf,
  expectSound,
  moneyOf,
  openWallets,
  pay,
  paymentTo,
  stateOf,
  topUp,
} from './support/pay.ts';
import { createPerson, type TestPerson } from './support/person.ts';
import { eventually } from './support/talk.ts';

const isHere = hasNats();
if (!isHere) console.log('pay-nodes: no nats-server on this machine, so these are left out');

let nats: TestNats;
let place: Awaited<ReturnType<typeof openPlace>>;
let [one, two]: TestCity[] = [];

beforeAll(async () => {
  if (!isHere) return;
  nats = await startNats();
  place = await openPlace();
  const env = { PLAZA_NATS_URL: nats.url };
  one = await startCity({ place, env });
  two = await startCity({ place, env, clock: one.clock });
});
afterAll(async () => {
  await one?.[Symbol.asyncDispose]();
  await two?.[Symbol.asyncDispose]();
  await place?.[Symbol.asyncDispose]();
  await nats?.kill();
  expect([...(one?.faults ?? []), ...(two?.faults ?? [])]).toEqual([]);
});

type Sending = ReturnType<typeof paymentTo>;
type Ended = { ok: true } | { ok: false; error: string };

const told = (result: Ended): string => (result.ok ? 'done' : result.error);
const dayMs = 86_400_000;

/** The same session, talking to another node. */
function at(city: TestCity, person: TestPerson): TestPerson {
  const { me, token, recoveryCodes, sessionId, password } = person;
  const session = { sessionId } as never;
  return createPerson(city.origin, { me, token, recoveryCodes, session }, password);
}

/** The payer is on the first node, the payee on the second. */
async function payers() {
  const { payer, payee, operator } = await openWallets(one!);
  return { payer, payee: at(two!, payee), operator };
}

describe.skipIf(!isHere)('two nodes of one city', () => {
  it('share every wallet: paid on one, accepted on the other, told on both', async () => {
    const { payer, payee, operator } = await payers();
    const [payers_, payees] = [await payer.socket(), await payee.socket()];
    const transfer = await pay(payer, payee, 2_500, 'across');
    const isIt = (state: string) => (told: { transfer: { transferId: string; state: string } }) =>
      told.transfer.transferId === transfer.transferId && told.transfer.state === state;
    await payees.event('pay.transferChanged', isIt('waiting'));
    // What the other node has just been told can be asked for there as well.
    await becomes(payee, transfer, 'waiting');
    await accept(payee, transfer);
    await payers_.event('pay.transferChanged', isIt('accepted'));
    await payers_.event('pay.walletChanged', ({ wallet }) => wallet.heldMinor === 0);
    expect([await moneyOf(payer), await moneyOf(payee)]).toEqual([
      [7_500, 0],
      [2_500, 0],
    ]);
    const cards = await eventually(async () => {
      const found = await cardsOf(at(one!, payee), transfer.conversationId);
      return found.length === 2 ? found : null;
    });
    expect(cards.map(({ type }) => type)).toEqual(['transfer', 'transferSettled']);
    await booksOf(at(two!, operator));
    await expectSound(payer, payee);
    payers_.close();
    payees.close();
  });

  it('are one wallet to a person who is on both', async () => {
    const { payer, payee } = await payers();
    const there = at(two!, payer);
    const sends = Array.from({ length: 5 }, (_, i) =>
      (i % 2 === 0 ? payer : there).call('pay.sendTransfer', paymentTo(payee, 3_000)),
    );
    const results = (await Promise.all(sends)).map((each) => (each.ok ? 'done' : each.error));
    expect(results.filter((result) => result === 'done')).toHaveLength(3);
    expect(results.filter((result) => result === 'insufficient_funds')).toHaveLength(2);
    const same = paymentTo(payee, 500);
    const answers = await Promise.all(
      [payer, there, payer, there].map((each) => each.must('pay.sendTransfer', same)),
    );
    expect(new Set(answers.map(({ transfer }) => transfer.transferId)).size).toBe(1);
    expect(await moneyOf(there)).toEqual([500, 9_500]);
    await expectSound(payer);
  });

  it('write one command once, when both were past their first checks', async () => {
    const { payer, payee } = await payers();
    const there = at(two!, payer);
    const gate = { text: 'lock table pay_command in share row exclusive mode' };
    const meet = (first: Sending, second: Sending) =>
      throughGate<[string, string]>(place.db, gate, [
        async () => told(await payer.call('pay.sendTransfer', first)),
        async () => told(await there.call('pay.sendTransfer', second)),
      ]);
    const asked = paymentTo(payee, 100);
    expect(await meet(asked, asked)).toEqual(['done', 'done']);
    expect(await moneyOf(payer)).toEqual([9_900, 100]);
    const changed = paymentTo(payee, 200);
    const results = await meet(changed, { ...changed, amountMinor: 201 });
    expect(results.toSorted()).toEqual(['done', 'key_reused']);
    await expectSound(payer);
  });

  it('go on when the one that writes is stopped, and when it is back', async () => {
    const { payer, payee, operator } = await payers();
    const env = { PLAZA_NATS_URL: nats.url };
    const { clock } = one!;
    const before = await booksOf(operator);
    const held = await pay(payer, payee, 700);
    const asked = paymentTo(payee, 50);
    const first = await payer.must('pay.sendTransfer', asked);

    // Either of the two may hold the writer's seat: each is stopped once.
    for (const stop of [0, 1]) {
      const [gone, stays] = stop === 0 ? [one!, two!] : [two!, one!];
      await gone[Symbol.asyncDispose]();
      const [payerHere, payeeHere] = [at(stays, payer), at(stays, payee)];
      const again = await payerHere.must('pay.sendTransfer', asked);
      expect(again.transfer.transferId).toBe(first.transfer.transferId);
      const transfer = await pay(payerHere, payeeHere, 100);
      await accept(payeeHere, transfer);
      await topUp(at(stays, operator), payeeHere, 1);
      expect(await stateOf(payeeHere, held.transferId)).toBe('waiting');
      const back = await startCity({ place, env, clock });
      if (stop === 0) one = back;
      else two = back;
      const elsewhere = at(back, payer);
      expect(await stateOf(elsewhere, transfer.transferId)).toBe('accepted');
      await accept(at(back, payee), await pay(elsewhere, payee, 10));
    }
    const [payerNow, payeeNow] = [at(one!, payer), at(two!, payee)];
    expect([await moneyOf(payerNow), await moneyOf(payeeNow)]).toEqual([
      [9_030, 750],
      [222, 0],
    ]);
    const after = await booksOf(at(two!, operator));
    expect((after['bank.operator'] ?? 0) - (before['bank.operator'] ?? 0)).toBe(2);
    clock.travel(dayMs + 1_000);
    await becomes(payerNow, held, 'expired');
    await expectSound(payerNow, payeeNow);
  }, 90_000);

  it('pay and accept while there is no bus between them', async () => {
    const { payer, payee } = await payers();
    await nats.kill();
    const transfer = await pay(payer, payee, 100);
    await becomes(payee, transfer, 'waiting');
    await accept(payee, transfer);
    await becomes(payer, transfer, 'accepted');
    await nats.start();
    const second = await pay(payer, payee, 100);
    await becomes(payee, second, 'waiting');
    await accept(payee, second);
    await becomes(payer, second, 'accepted');
    expect(await moneyOf(payee)).toEqual([200, 0]);
    await expectSound(payer, payee);
  }, 60_000);
});
