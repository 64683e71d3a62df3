import { systemClock, type ConversationId, type PersonId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openNatsBus, type Bus } from '../../kernel/events/index.ts';
import { hasNats, startNats, type TestNats } from '../../kernel/events/testing-nats.ts';
import { createCity, openGroup, say, value, type City, type Told } from './testing.ts';

const soon = { timeout: 10_000 };
const log = { error() {}, warn() {}, info() {} };

describe.skipIf(!hasNats())('two processes (left out where there is no nats-server)', () => {
  let nats: TestNats;
  let buses: [Bus, Bus];
  let city: City;
  let other: ReturnType<City['node']>;
  beforeAll(async () => {
    nats = await startNats();
    const open = () => openNatsBus({ url: nats.url, log, clock: systemClock });
    buses = [await open(), await open()];
    city = await createCity(buses[0]);
    other = city.node(buses[1]);
  });
  afterAll(async () => {
    await city.close();
    for (const bus of buses) await bus.close();
    await nats.kill();
  });

  function entries(told: readonly Told[]): [number, string][] {
    return told.flatMap(({ name, payload }) => {
      if (name !== 'chat.entryAppended') return [];
      const { entry } = payload as { entry: { seq: number; body: { type: string } } };
      return [[entry.seq, entry.body.type] as [number, string]];
    });
  }

  async function crowd(): Promise<{ people: PersonId[]; id: ConversationId }> {
    const people = [city.person('A'), city.person('B'), city.person('C')];
    city.befriend(...people);
    return { people, id: await openGroup(city, people) };
  }

  test('what one process appends reaches the right sockets of both', async () => {
    const { people, id } = await crowd();
    const [a, b, c] = people as [PersonId, PersonId, PersonId];
    value(await say(city, a, { to: id, text: 'here' }));
    value(await say(city, b, { to: id, text: 'there', by: other.chat }));
    for (const { told } of [city, other]) {
      await expect.poll(() => entries(told(c)).length, soon).toBe(4);
      expect(entries(told(c)).toSorted(([one], [two]) => one - two)).toEqual([
        ...[
          [1, 'created'],
          [2, 'membersAdded'],
          [3, 'message'],
          [4, 'message'],
        ],
      ]);
    }
    const where = { viewerId: a, conversationId: id };
    value(await city.chat.groups.remove(where, c));
    value(await say(city, b, { to: id, text: 'without c', by: other.chat }));
    for (const { told } of [city, other]) {
      await expect.poll(() => entries(told(b)).length, soon).toBe(6);
      expect(entries(told(c)).at(-1)).toEqual([5, 'memberRemoved']);
    }
    value(await other.chat.type(a, id));
    await expect
      .poll(() => city.told(b).some(({ name }) => name === 'chat.typed'), soon)
      .toBe(true);
    expect(city.told(c).some(({ name }) => name === 'chat.typed')).toBe(false);
  });

  test('while NATS is away nothing is lost from the log', async () => {
    const { people, id } = await crowd();
    const [a, b] = people as [PersonId, PersonId];
    await nats.kill();
    const first = value(await say(city, a, { to: id, text: 'away' }));
    const second = value(await say(city, b, { to: id, text: 'away too', by: other.chat }));
    expect([first.seq, second.seq]).toEqual([3, 4]);
    await nats.start();
    const range = { after: 2 };
    const page = value(await other.chat.reading.listEntries(b, id, range));
    expect(page.entries.map(({ seq }) => seq)).toEqual([3, 4]);
  });
});
