import { systemClock } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  hasNats,
  startNats,
  type TestNats,
} from '../../packages/server/src/kernel/events/testing-nats.ts';
import { startServerProcess } from '../support/server-process.ts';
import { openPlace, startCity, type TestCity } from './support/city.ts';
import {
  accept,
  booksOf,
  cardsOf,
  expectSound,
  moneyOf,
  openWallets,
  pay,
  paymentTo,
} from './support/pay.ts';
import { createPerson } from './support/person.ts';
import { eventually } from './support/talk.ts';

// A process of its own writes the ledger, and is killed in the middle of payments.

const isHere = hasNats();
if (!isHere) console.log('pay-kill: no nats-server on this machine, so this is left out');

let nats: TestNats;
let place: Awaited<ReturnType<typeof openPlace>>;
let writer: Awaited<ReturnType<typeof startServerProcess>>;
let stays: TestCity;

beforeAll(async () => {
  if (!isHere) return;
  nats = await startNats();
  place = await openPlace();
  const env = { PLAZA_NATS_URL: nats.url };
  const own = { PLAZA_DATABASE_URL: place.db.url, PLAZA_LIMIT_FACTOR: '1000' };
  // Who is first takes the writer's seat.
  writer = await startServerProcess({ env: { ...env, ...own } });
  stays = await startCity({ place, env });
});
afterAll(async () => {
  await stays?.[Symbol.asyncDispose]();
  await writer?.[Symbol.asyncDispose]();
  await place?.[Symbol.asyncDispose]();
  await nats?.kill();
});

describe.skipIf(!isHere)('the process that writes the ledger', () => {
  it('may be killed: what was begun completes once, and others go on', async () => {
    const { payer, payee, operator } = await openWallets(stays);
    const { me, token, recoveryCodes, sessionId, password } = payer;
    const signedIn = { me, token, recoveryCodes, session: { sessionId } as never };
    const there = createPerson(writer.origin, signedIn, password);
    const before = await pay(there, payee, 1_000, 'before');

    const asked = [1, 2, 3, 4, 5].map((n) => paymentTo(payee, n * 10, { note: `${n}` }));
    const first = [];
    let killed: Promise<void> | null = null;
    for (const [index, each] of asked.entries()) {
      const answer = there.call('pay.sendTransfer', each);
      if (index === 2) killed = systemClock.sleep(45).then(() => writer.kill());
      // No answer is an answer as well: then nobody knows what became of it.
      first.push(await answer.catch(() => null));
    }
    await killed;
    expect(first.slice(0, 2).every((answer) => answer?.ok)).toBe(true);
    expect(first.at(-1)).toBeNull();

    const ends = [];
    for (const [index, each] of asked.entries()) {
      const again = await eventually(async () => {
        const result = await payer.call('pay.sendTransfer', each);
        if (result.ok) return result.output.transfer;
        expect(result.error).toBe('unavailable');
        return null;
      }, 30_000);
      ends.push(again.transferId);
      const known = first[index];
      if (known?.ok === true) expect(known.output.transfer).toEqual(again);
    }
    expect(new Set(ends).size).toBe(5);
    expect(await moneyOf(payer)).toEqual([8_850, 1_150]);

    await accept(payee, before);
    await accept(payee, await pay(payer, payee, 1));
    expect([await moneyOf(payer), await moneyOf(payee)]).toEqual([
      [8_849, 150],
      [1_001, 0],
    ]);
    await stays.settle();
    // Seven cards, and a line for each of the two that were accepted: none twice.
    const cards = await cardsOf(payee, before.conversationId);
    const seen = cards.map(({ type, transferId }) => `${type} ${transferId}`);
    expect(new Set(seen).size).toBe(9);
    expect(seen).toHaveLength(9);
    expect((await booksOf(operator))['bank.operator']).toBe(10_000);
    await expectSound(payer, payee);
  }, 90_000);
});
