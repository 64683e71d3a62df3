import type { ConversationId, PacketId, PayKey, PersonId } from '@plaza/base';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { killerOf } from '../pay/testing/index.ts';
import { ledgerIdOf } from './ids.ts';
import type { Packets } from './service.ts';
import { dayMs, must, openTestPackets, type TestPackets } from './testing.ts';

/** Red packets of a process, and what it completes by itself. */
type Process = { packets: Packets; settle(): Promise<void> };

let city: TestPackets;
let killEverywhere: ReturnType<typeof killerOf<Process>>;
beforeAll(async () => {
  city = await openTestPackets();
  const begin = (deps: TestPackets['deps']): Process => {
    const { db, log, identity } = deps;
    const pay = city.another(deps);
    return { packets: city.anotherPackets({ db, log, identity }, pay), settle: pay.settle };
  };
  killEverywhere = killerOf({ ...city, begin });
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city[Symbol.asyncDispose]();
});

const timeout = 180_000;
let conversationId: ConversationId;
let people: PersonId[];

async function group(): Promise<[PersonId, PersonId]> {
  [conversationId, people] = await city.group(2, 10_000);
  const [ana, ben] = people as [PersonId, PersonId];
  await city.topUp(ben, 1);
  return [ana, ben];
}

const usual = { kind: 'lucky', count: 2, amountMinor: 500, greeting: 'g' } as const;
const points = { currency: 'points', forPersonId: null, approval: null } as const;

async function cards(personId: PersonId): Promise<string[]> {
  const range = { after: 0, limit: 100 };
  const page = must(await city.chat.reading.listEntries(personId, conversationId, range));
  return page.entries.flatMap(({ body }) => (body.type === 'message' ? [body.message.type] : []));
}

/** What the ledger has in the account of a packet; null: it never was. */
async function left(packetId: PacketId): Promise<bigint | null> {
  const [found] = await city.ledger.lookupAccounts([ledgerIdOf(packetId, 'account')]);
  return found === undefined ? null : found.credits_posted - found.debits_posted;
}

it(
  'a killed process has sent nothing, or a packet that completes by itself',
  { timeout },
  async () => {
    let key: PayKey;
    let ana: PersonId;
    const input = () => ({ ...usual, ...points, key, conversationId });
    const prepare = async () => {
      [ana] = await group();
      key = city.newKey();
      return ({ packets }: Process) => packets.send(ana, input());
    };
    let completed = 0;
    await killEverywhere(prepare, async (isDone) => {
      const sent = (await cards(ana)).length;
      expect(await city.addsUp(ana)).toBe(10_000 - sent * 500);
      const { rows } = await city.db.query(
        'select state from packets_packet where sender_id = $1',
        [ana],
      );
      expect(rows).toEqual(Array.from({ length: sent }, () => ({ state: 'open' })));
      if (isDone) expect(sent).toBe(1);
      else completed += sent;
      const { packetId } = must(await city.packets.send(ana, input()));
      await city.settle();
      expect(await city.addsUp(ana)).toBe(9_500);
      expect(await cards(ana)).toEqual(['packet']);
      expect(await left(packetId)).toBe(500n);
    });
    expect(completed).toBeGreaterThan(0);
  },
);

it('… has taken nothing, or its share, once', { timeout }, async () => {
  let packetId: PacketId;
  let ben: PersonId;
  const prepare = async () => {
    const [ana, other] = await group();
    ben = other;
    const input = { ...usual, ...points, key: city.newKey(), conversationId };
    ({ packetId } = must(await city.packets.send(ana, input)));
    return ({ packets }: Process) => packets.open(ben, packetId);
  };
  let completed = 0;
  await killEverywhere(prepare, async (isDone) => {
    const before = await city.rows(packetId);
    // A share that was promised is theirs without being asked again.
    expect(before.map(({ state }) => state)).toEqual(before.map(() => 'taken'));
    if (isDone) expect(before).toHaveLength(1);
    else completed += before.length;
    const { mine } = must(await city.packets.open(ben, packetId));
    await city.settle();
    const got = mine?.money.amountMinor ?? 0;
    expect(await city.addsUp(ben)).toBe(1 + got);
    expect(await left(packetId)).toBe(BigInt(500 - got));
    expect(await city.rows(packetId)).toHaveLength(1);
  });
  expect(completed).toBeGreaterThan(0);
});

it('… has given back nothing, or all that was left, once', { timeout }, async () => {
  let packetId: PacketId;
  let ana: PersonId;
  const prepare = async () => {
    let ben: PersonId;
    [ana, ben] = await group();
    const input = { ...usual, ...points, key: city.newKey(), conversationId };
    ({ packetId } = must(await city.packets.send(ana, input)));
    must(await city.packets.open(ben, packetId));
    city.skip(dayMs + 1);
    return ({ settle }: Process) => settle();
  };
  await killEverywhere(prepare, async () => {
    const [{ mine } = { mine: null }] = await city.packets.getPackets(people[1] as PersonId, [
      packetId,
    ]);
    const got = mine?.money.amountMinor ?? 0;
    expect(got).toBeGreaterThan(0);
    expect(await city.addsUp(ana)).toBe(10_000 - got);
    expect(await left(packetId)).toBe(0n);
    const detail = await city.detail(ana, packetId);
    expect(detail).toMatchObject({ returned: { amountMinor: 500 - got } });
  });
});

it('… has not erased the sender, or does so by itself', { timeout }, async () => {
  let packetId: PacketId;
  let ben: PersonId;
  const unclaimed = async () => {
    const { entries } = await city.pay.getBooks();
    const of = entries.find(({ account }) => account === 'unclaimed');
    return of === undefined ? 0 : of.creditsMinor - of.debitsMinor;
  };
  let before = 0;
  const prepare = async () => {
    let ana: PersonId;
    [ana, ben] = await group();
    const input = { ...usual, ...points, key: city.newKey(), conversationId };
    ({ packetId } = must(await city.packets.send(ana, input)));
    must(await city.packets.open(ben, packetId));
    before = await unclaimed();
    await city.db.tx(async (tx) => {
      await city.packets.holding.erase(tx, ana);
      await city.pay.holding.erase(tx, ana);
    });
    return ({ settle }: Process) => settle();
  };
  await killEverywhere(prepare, async () => {
    const detail = await city.detail(ben, packetId);
    const got = detail.packet.mine?.money.amountMinor ?? 0;
    expect(detail.packet).toMatchObject({ state: 'returned', greeting: '' });
    expect(await unclaimed()).toBe(before + 10_000 - got);
    expect(await left(packetId)).toBe(0n);
    expect((await city.statement(ben))[0]?.counterparty).toBeNull();
  });
});
