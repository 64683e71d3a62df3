import { secureRandom, type ConversationId, type PersonId, type SessionId } from '@plaza/base';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../kernel/db/testing.ts';
import { createKeyPair } from './encrypt.ts';
import { keepKeyPair, tryLease } from './store/keys.ts';
import * as slots from './store/slots.ts';
import * as subscriptions from './store/subscriptions.ts';

let db: TestDatabase;
let personId: PersonId;
let sessionId: SessionId;
const conversationId = crypto.randomUUID() as ConversationId;
const at = (second: number) => new Date(1_790_000_000_000 + second * 1000);
const id = <Id extends string>() => crypto.randomUUID() as Id;

beforeAll(async () => {
  db = await testDatabase([{ module: 'push', dir: path.join(import.meta.dirname, 'migrations') }]);
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.query('delete from push_subscription');
  personId = id();
  sessionId = id();
  await subscribe(sessionId);
});

function subscribe(session: SessionId, since = at(0)) {
  const endpointHash = randomBytes(32);
  const row = { personId, sessionId: session, endpoint: `https://push.example/${session}` };
  const keys = { p256dh: randomBytes(65), auth: randomBytes(16), endpointHash };
  const said = { level: 'full', locale: 'en', timeZone: 'UTC', since } as const;
  return db.tx((tx) => subscriptions.upsertSubscription(tx, { ...row, ...keys, ...said }));
}

const want = (fromSeq: number, toSeq: number, second: number) =>
  slots.wantMessages(db, [{ personId, conversationId, fromSeq, toSeq }], {
    ...{ at: at(second), dueAt: at(second + 2), expiresAt: at(86_400) },
  });
const claim = (second: number) =>
  slots.claimDue(db, { now: at(second), leaseUntil: at(second + 60), limit: 10 });

it('messages of one conversation are one slot, and the second delays nothing', async () => {
  await want(5, 5, 0);
  await want(6, 8, 1);
  expect(await claim(1)).toEqual([]);
  const [slot, ...others] = await claim(2);
  expect(others).toEqual([]);
  expect(slot).toMatchObject({ fromSeq: 5, wantedSeq: 8, want: 'show', slot: conversationId });
  expect(await claim(3)).toEqual([]);
});

it('what came while one was sent is sent after it, and nothing twice', async () => {
  await want(5, 5, 0);
  const [first] = await claim(2);
  await want(6, 6, 3);
  if (first === undefined) throw new Error('nothing was due');
  await slots.settleSlot(db, first, { sentSeq: 5, nextAt: at(4) });
  const [second] = await claim(5);
  expect(second).toMatchObject({ fromSeq: 6, wantedSeq: 6, sentSeq: 5 });
  if (second === undefined) throw new Error('nothing was due');
  await slots.settleSlot(db, second, { sentSeq: 6, nextAt: at(6) });
  // Heard once more, as after a gap of the bus.
  await want(5, 6, 7);
  expect(await claim(100)).toEqual([]);
});

it('a claim that nobody ended is due again', async () => {
  await want(5, 5, 0);
  expect(await claim(2)).toHaveLength(1);
  expect(await claim(61)).toEqual([]);
  expect(await claim(62)).toHaveLength(1);
});

it('what was read is closed on the others, not on the device that read it', async () => {
  const other = id<SessionId>();
  await subscribe(other);
  await want(5, 5, 0);
  for (const slot of await claim(2)) {
    await slots.settleSlot(db, slot, { sentSeq: 5, nextAt: at(3) });
  }
  const read = { personId, slot: conversationId, readSeq: 4 };
  await slots.closeRead(db, read, { except: [], at: at(4) });
  expect(await claim(5)).toEqual([]);
  await slots.closeRead(db, { ...read, readSeq: 5 }, { except: [sessionId], at: at(6) });
  const closing = await claim(7);
  expect(closing).toMatchObject([{ sessionId: other, want: 'close', sentSeq: 5 }]);
  for (const slot of closing) await slots.endSlot(db, slot, at(8));
  expect(await claim(100)).toEqual([]);
});

it('a call that is over before it rang never rings', async () => {
  const notice = { personId, slot: 'call:1', kind: 'ring' as const, facts: {} };
  await slots.wantNotice(db, notice, { at: at(0), expiresAt: at(45) });
  await slots.unwantNotice(db, personId, 'call:1');
  expect(await claim(1)).toEqual([]);
  await slots.wantNotice(db, { ...notice, slot: 'call:2' }, { at: at(0), expiresAt: at(45) });
  const [ringing] = await claim(1);
  await slots.unwantNotice(db, personId, 'call:2');
  if (ringing === undefined) throw new Error('nothing was due');
  await slots.settleSlot(db, ringing, { sentSeq: 1, nextAt: at(2) });
  expect(await claim(3)).toMatchObject([{ slot: 'call:2', want: 'close' }]);
});

it('a person has so many devices, the newest; their slots go with them', async () => {
  for (let day = 1; day <= 4; day += 1) await subscribe(id(), at(day));
  await want(1, 1, 0);
  await db.tx((tx) => subscriptions.deleteBeyond(tx, personId, 3));
  const left = await subscriptions.selectSubscriptions(db, personId);
  expect(left.map(({ since }) => since)).toEqual([at(2), at(3), at(4)]);
  expect(await claim(10)).toHaveLength(3);
});

it('there is one pair of keys, and one who pushes', async () => {
  const made = [createKeyPair(secureRandom), createKeyPair(secureRandom)] as const;
  const kept = await Promise.all(made.map((pair) => keepKeyPair(db, pair, at(0))));
  expect(kept[0]).toEqual(kept[1]);
  const [one, other] = [await db.connect(), await db.connect()];
  const leaseOf = (client: typeof one) =>
    tryLease({ query: client.query.bind(client) as typeof db.query });
  expect([await leaseOf(one), await leaseOf(other)]).toEqual([true, false]);
  await one.end();
  await expect.poll(() => leaseOf(other)).toBe(true);
  await other.end();
});
