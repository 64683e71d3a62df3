import { pick, type ClientId, type ConversationId, type PersonId } from '@plaza/base';
import type { Conversation, EntryBody } from '@plaza/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LeadingClient } from './client.ts';
import { createMemoryStore } from './store/memory.ts';
import type { Store } from './store/types.ts';
import { seenBy } from './testing/law.ts';
import { reacted, recalled } from './testing/model-handlers.ts';
import { calm, testId } from './testing/model-server.ts';
import { cardOf } from './testing/model.ts';
import { createWorld, device, during, me, others, pass, people } from './testing/world.ts';
import type { World } from './testing/world.ts';

type Devices = { clients: LeadingClient[]; stores: Store[] };

const timers = [null, 3_600, 1, 1] as const;

/** What happens to messages and rules of a room. */
function changes(world: World, client: LeadingClient, id: ConversationId): (() => unknown)[] {
  const { random, server } = world;
  const { model } = server;
  const entries = model.rooms.get(id)?.entries ?? [];
  // New messages are changed more often than old ones.
  const back = random.int(3) === 0 ? entries.length : Math.min(6, entries.length);
  const seq = Math.max(1, entries.length - random.int(back + 1));
  const from = pick(random, others);
  const mayI = model.rooms.get(id)?.seats.get(me)?.inbox.leftSeq === null;
  const mayThey = model.rooms.get(id)?.seats.get(from)?.inbox.leftSeq === null;
  // Whoever left is not told of later reactions: a known limit.
  const isIn = mayI && mayThey;
  const rule = (body: EntryBody, rules: Partial<Conversation>) =>
    isIn && model.rule(id, from, { body, rules });
  const isMessage = entries[seq - 1]?.body.type === 'message';
  const emoji = pick(random, ['👍', '❤️', null]);
  const on = random.int(2) === 0;
  const seconds = pick(random, timers);
  return [
    () =>
      mayThey &&
      model.change(id, { by: from, seq, how: 'recalled', change: (e) => recalled(e, from) }),
    () =>
      isIn &&
      model.change(id, { by: from, seq, how: 'reacted', change: (e) => reacted(e, from, emoji) }),
    () =>
      isIn &&
      model.change(id, {
        ...{ by: from, seq, how: 'edited' },
        change: (e) => ({ ...e, editedAt: e.at }),
      }),
    () => mayI && client.commands.react(id, seq, emoji),
    () => mayI && client.commands.edit(id, seq, `e${random.int(1000)}`),
    () => mayI && isMessage && client.commands.hide(id, [seq]),
    () => mayI && random.int(3) === 0 && client.commands.recall(id, seq),
    () => client.commands.loadQuoted(id, [seq]),
    () => client.commands.setInbox(id, { archived: on }),
    () => client.commands.setInbox(id, { notify: pick(random, ['all', 'mentions', 'nothing']) }),
    () => rule({ type: 'muteAllSet', on }, { muteAll: on }),
    () => rule({ type: 'timerSet', seconds: seconds as 3_600 }, { timerSeconds: seconds as 3_600 }),
    () => {
      const adminIds = on ? [from] : [];
      const role = on ? 'admin' : 'member';
      const known = model.rooms.get(id)?.rules.adminIds ?? [];
      const rest = known.filter((one) => one !== from);
      rule(
        { type: 'roleChanged', person: cardOf(from), role },
        { adminIds: [...rest, ...adminIds].sort() },
      );
    },
  ];
}

/** One thing that happens, chosen by chance: to the rooms, on a device, or to the network. */
async function happen(world: World, devices: Devices, sent: Set<ClientId>): Promise<void> {
  const { random, server } = world;
  const { model } = server;
  const at = random.int(devices.clients.length);
  const client = devices.clients[at] as LeadingClient;
  const rooms = [...model.rooms.keys()];
  const id = pick(random, rooms);
  const lastSeq = client.getState().conversations.get(id)?.conversation.lastSeq ?? 0;
  const from = pick(random, others);
  const say = (count: number) => {
    for (let i = 0; i < count; i += 1) {
      if (model.rooms.get(id)?.seats.get(from)?.inbox.leftSeq !== null) return;
      const text = `t${random.int(1000)}`;
      const named = random.int(5) === 0 ? { mentions: [me] } : {};
      const message = { type: 'text' as const, text, ...named };
      model.append(id, from, testId(9, random.int(0x7fffffff)), { type: 'message', message });
    }
  };
  const acts: (() => unknown)[] = [
    () => say(1),
    () => say(1 + random.int(4)),
    () => say(random.int(12) === 0 ? 250 : 2),
    async () => sent.add(await client.commands.send(id, `m${random.int(1000)}`)),
    () => client.commands.markRead(id, lastSeq),
    () => client.commands.setInbox(id, { pinned: random.int(2) === 0 }),
    () => client.commands.setInbox(id, { hidden: random.int(2) === 0 }),
    () => client.commands.saveDraft(id, `d${random.int(1000)}`),
    () => random.int(4) === 0 && client.commands.clearHistory(id),
    () => client.commands.open(id),
    () => client.commands.close(id),
    () => client.commands.loadBefore(id),
    () => client.commands.loadAround(id, 1 + random.int(lastSeq + 1)),
    () => server.cut(me),
    async () => {
      await during(world, client.stop());
      const next = device(world, devices.stores[at] as Store, at === 0);
      devices.clients[at] = next;
      await next.start();
    },
    () => random.int(4) === 0 && model.trim(me, model.personal(me).at(-1)?.seq ?? 0),
    () => random.int(3) === 0 && model.leave(id, pick(random, others.slice(1))),
    () => random.int(8) === 0 && model.leave(id, me),
    () => model.rooms.size < 8 && model.addRoom(testId(2, model.rooms.size + 1), people),
  ];
  void pick(random, [...acts, ...changes(world, client, id)])();
  await pass(world, random.int(600));
}

/** How the storm ends: every device connects anew, or one more event shows each what it missed. */
type Ending = 'anew' | 'one more';

async function end({ server, ...rest }: World, devices: Devices, ending: Ending): Promise<void> {
  const world = { server, ...rest };
  const { model, chaos } = server;
  Object.assign(chaos, calm);
  if (ending === 'anew') {
    server.cut(me);
    for (const client of devices.clients) void client.commands.wake();
    return pass(world, 90_000);
  }
  await pass(world, 90_000);
  for (const id of model.rooms.keys()) {
    const message = { type: 'text' as const, text: 'the end' };
    model.append(id, others[0] as PersonId, null, { type: 'message', message });
  }
  model.setInbox(testId(2, 1), me, { draft: 'the end' });
  return pass(world, 20_000);
}

async function live(seed: number, steps: number, ending: Ending): Promise<void> {
  const world = createWorld(seed, 4);
  const { model, chaos } = world.server;
  const stores = [createMemoryStore(), createMemoryStore()];
  const devices: Devices = {
    stores,
    clients: stores.map((store, at) => device(world, store, at === 0)),
  };
  for (const client of devices.clients) await client.start();
  const sent = new Set<ClientId>();
  Object.assign(chaos, { drop: 0.1, double: 0.1, delay: 0.3, lose: 0.1 });
  for (let step = 0; step < steps; step += 1) await happen(world, devices, sent);

  await end(world, devices, ending);
  const fresh = device(world, createMemoryStore());
  await fresh.start();
  await pass(world, 5_000);
  const expected = await during(world, seenBy(fresh));
  for (const client of devices.clients) {
    expect(client.getState().status).toBe('live');
    expect(client.getState().intents.size).toBe(0);
    // Only what was refused is left, for the person to see.
    const waiting = [...client.getState().acts.values()].filter(({ failure }) => !failure);
    expect(waiting).toEqual([]);
    expect(await during(world, seenBy(client))).toEqual(expected);
  }
  expect(world.faults).toEqual([]);
  const arrived = [...model.rooms.values()].flatMap(({ entries }) =>
    entries.flatMap(({ senderId, clientId }) =>
      senderId === me && clientId !== null ? [clientId] : [],
    ),
  );
  const refused = devices.clients.flatMap((client) =>
    [...client.getState().sends.values()].map(({ clientId, failure }) => {
      expect(failure).toBe('not_member');
      return clientId;
    }),
  );
  expect(new Set([...arrived, ...refused])).toEqual(sent);
  expect(arrived.length + refused.length).toBe(sent.size);
}

test(
  'after any storm a device knows what a fresh fetch gives, and each send is there once',
  () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.integer({ min: 5, max: 60 }),
        fc.constantFrom<Ending>('anew', 'one more'),
        live,
      ),
      { numRuns: Number(process.env['PLAZA_LAW_RUNS'] ?? 40) },
    ),
  120_000,
);
