import type { ClientId, PersonId } from '@plaza/base';
import { expect, test } from 'vitest';
import type { Client, LeadingClient } from './client.ts';
import { nullFileId } from './outbox/parts.ts';
import type { Channel, Message } from './port/protocol.ts';
import { createSharedClient } from './port/shared.ts';
import { inboxOf, listOf, sendsOf, threadOf, totalUnread, unreadOf } from './state/select.ts';
import { createMemoryStore } from './store/memory.ts';
import { testId } from './testing/model-server.ts';
import { createWorld, device, during, me, others, pass, room } from './testing/world.ts';
import type { World } from './testing/world.ts';

const says = (text: string) => ({
  type: 'message' as const,
  message: { type: 'text', text } as const,
});

async function started(world: World, client: Client): Promise<void> {
  await during(world, client.start());
  await pass(world, 2_000);
}

test('a message written without a net survives a reload and is sent once', async () => {
  const world = createWorld(1, 2);
  const { chaos, model } = world.server;
  const store = createMemoryStore();
  const first = device(world, store);
  await started(world, first);
  Object.assign(chaos, { lose: 1 });
  world.server.cut(me);
  const clientId = await first.commands.send(room(1), 'hello');
  await first.commands.setInbox(room(2), { pinned: true });
  await first.commands.saveDraft(room(2), 'half a word');
  await pass(world, 5_000);
  expect(sendsOf(first.getState(), room(1)).map(({ clientId: id }) => id)).toEqual([clientId]);
  await during(world, first.stop());

  const second = device(world, store);
  await second.start();
  expect(sendsOf(second.getState(), room(1))).toHaveLength(1);
  expect(listOf(second.getState())[0]).toBe(room(2));
  Object.assign(chaos, { lose: 0 });
  await pass(world, 60_000);
  const texts = model.rooms.get(room(1))?.entries.map(({ clientId: id }) => id);
  expect(texts).toEqual([clientId]);
  expect(sendsOf(second.getState(), room(1))).toEqual([]);
  const inbox = model.head(room(2), me).inbox;
  expect([inbox.pinned, inbox.draft]).toEqual([true, 'half a word']);
  expect(second.getState().intents.size).toBe(0);
});

test('a refused message is shown as failed, and can be sent again or thrown away', async () => {
  const world = createWorld(2, 1);
  const client = device(world, createMemoryStore());
  await started(world, client);
  world.server.model.leave(room(1), me);
  const clientId = await client.commands.send(room(1), 'too late');
  await pass(world, 2_000);
  const send = sendsOf(client.getState(), room(1))[0];
  expect([send?.state, send?.failure]).toEqual(['failed', 'not_member']);
  await client.commands.retry(clientId);
  expect(sendsOf(client.getState(), room(1))[0]?.state).not.toBe('failed');
  await pass(world, 2_000);
  await client.commands.discard(clientId);
  expect(sendsOf(client.getState(), room(1))).toEqual([]);
});

test('a message that found no way for seven days is shown as failed', async () => {
  const world = createWorld(3, 1);
  const store = createMemoryStore();
  const first = device(world, store);
  await started(world, first);
  await during(world, first.stop());
  const offline = device(world, store);
  await offline.commands.send(room(1), 'old');
  await during(world, offline.stop());
  world.clock.advance(8 * 24 * 3_600_000);
  const later = device(world, store);
  await started(world, later);
  expect(sendsOf(later.getState(), room(1))[0]?.failure).toBe('expired');
});

test('unread counts follow messages, reading, muting and marks', async () => {
  const world = createWorld(4, 2);
  const { model } = world.server;
  const client = device(world, createMemoryStore());
  await started(world, client);
  for (const from of [...others, me]) model.append(room(1), from, null, says('hi'));
  await pass(world, 1_000);
  expect(unreadOf(client.getState(), room(1))).toBe(others.length);
  await client.commands.markRead(room(1), 2);
  expect(unreadOf(client.getState(), room(1))).toBe(1);
  await pass(world, 2_000);
  expect(unreadOf(client.getState(), room(1))).toBe(1);
  await client.commands.setInbox(room(2), { markedUnread: true });
  expect(totalUnread(client.getState())).toBe(2);
  await client.commands.setInbox(room(1), { muted: true });
  expect(totalUnread(client.getState())).toBe(1);
});

test('what was read is there without a net, and older pages come when asked for', async () => {
  const world = createWorld(5, 1);
  const { model, chaos } = world.server;
  for (let i = 0; i < 300; i += 1) model.append(room(1), me, null, says(`m${i}`));
  const store = createMemoryStore();
  const online = device(world, store);
  await started(world, online);
  await during(world, online.commands.open(room(1)));
  await during(world, online.commands.loadBefore(room(1)));
  await during(world, online.commands.loadBefore(room(1)));
  expect(threadOf(online.getState(), room(1)).entries[0]?.seq).toBe(121);
  await during(world, online.stop());

  Object.assign(chaos, { lose: 1 });
  const offline = device(world, store);
  await offline.start();
  void offline.commands.open(room(1));
  await pass(world, 500);
  expect(
    threadOf(offline.getState(), room(1))
      .entries.map(({ seq }) => seq)
      .slice(-2),
  ).toEqual([299, 300]);
  expect(await during(world, offline.commands.loadBefore(room(1)))).toBe(true);
  expect(threadOf(offline.getState(), room(1)).entries[0]?.seq).toBe(181);
});

test('a jump far back opens a window, which grows into the newest stretch', async () => {
  const world = createWorld(6, 1);
  const { model } = world.server;
  for (let i = 0; i < 500; i += 1) model.append(room(1), me, null, says(`m${i}`));
  const client = device(world, createMemoryStore());
  await started(world, client);
  await during(world, client.commands.open(room(1)));
  await during(world, client.commands.loadAround(room(1), 100));
  const far = threadOf(client.getState(), room(1));
  expect(far.entries.some(({ seq }) => seq === 100)).toBe(true);
  expect(far.atEnd).toBe(false);
  for (let i = 0; i < 10; i += 1) await during(world, client.commands.loadAfter(room(1)));
  const near = threadOf(client.getState(), room(1));
  expect(near.atEnd).toBe(true);
  const seqs = near.entries.map(({ seq }) => seq);
  expect(seqs).toEqual(seqs.map((_, i) => (seqs[0] ?? 0) + i));
  expect(seqs.at(-1)).toBe(500);
});

/** A channel between tabs in this process: everybody but the sender hears, a moment later. */
function createChannels(world: World): () => Channel {
  const tabs = new Set<(message: Message) => void>();
  return () => {
    const mine = new Set<(message: Message) => void>();
    const hear = (message: Message) => mine.forEach((receive) => receive(message));
    tabs.add(hear);
    return {
      post(message) {
        const copy = structuredClone(message);
        for (const tab of tabs) if (tab !== hear) world.clock.after(1, () => tab(copy));
      },
      onMessage(receive) {
        mine.add(receive);
        return () => void mine.delete(receive);
      },
    };
  };
}

/** A lock that one holds at a time, in the order of asking. */
function createLock(): (run: () => Promise<void>) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return (run) => {
    last = last.then(run);
    return last;
  };
}

test('several tabs share one client, and another takes over when the leader goes', async () => {
  const world = createWorld(7, 2);
  world.uploader = { upload: async () => ({ ok: true, uploadId: testId(7, 1) }) };
  const store = createMemoryStore();
  const leaders: LeadingClient[] = [];
  const channel = createChannels(world);
  const lock = createLock();
  const tab = () =>
    createSharedClient({
      channel: channel(),
      lock,
      createLeader() {
        const leader = device(world, store);
        leaders.push(leader);
        return leader;
      },
      http: world.server.http(me),
      clock: world.clock,
      random: world.random,
    });
  const [one, two] = [tab(), tab()];
  await started(world, one);
  await started(world, two);
  expect(leaders).toHaveLength(1);
  expect(two.getState()).toEqual(one.getState());
  let heard = 0;
  two.subscribe(`conversation:${room(1)}`, () => {
    heard += 1;
  });
  const sent: ClientId[] = [await during(world, two.commands.send(room(1), 'from the second'))];
  await pass(world, 1_000);
  expect(heard).toBeGreaterThan(0);
  expect(two.getState()).toEqual(one.getState());
  expect(inboxOf(two.getState(), room(1))).not.toBeNull();

  const parts = [{ field: 'fileId', as: 'file', name: 'a', blob: new Blob(['abc']) }] as const;
  const message = { type: 'file', fileId: nullFileId, name: 'a', sizeBytes: 3 } as const;
  const media = { message: { ...message, contentType: 'text/plain', caption: '' }, parts };
  sent.push(await during(world, two.commands.sendMedia(room(1), media)));
  await pass(world, 3_000);

  await one.stop();
  // Nobody leads at this moment: what is asked now is done by whoever leads next.
  const late = two.commands.send(room(1), 'between two leaders');
  await pass(world, 3_000);
  sent.push(await during(world, late));
  await pass(world, 3_000);
  expect(leaders).toHaveLength(2);
  expect(two.getState().status).toBe('live');
  const arrived = world.server.model.rooms.get(room(1))?.entries.map(({ clientId }) => clientId);
  expect(arrived).toEqual(sent);
});

test('a command is answered only when what it asks for is stored', async () => {
  const world = createWorld(9, 1);
  const memory = createMemoryStore();
  let letWrite = () => {};
  const slow = { ...memory, write: memory.write };
  const client = device(world, slow);
  await started(world, client);
  world.server.cut(me);
  slow.write = async (changes) => {
    await new Promise<void>((resolve) => {
      letWrite = resolve;
    });
    return memory.write(changes);
  };
  let isAnswered = false;
  const sent = client.commands.send(room(1), 'the leader goes').finally(() => {
    isAnswered = true;
  });
  // On the screen at once, yet a tab that asked for it must not forget it now.
  expect(sendsOf(client.getState(), room(1))).toHaveLength(1);
  await pass(world, 500);
  expect(isAnswered).toBe(false);
  slow.write = memory.write;
  letWrite();
  await sent;
  const heir = device(world, memory);
  await heir.start();
  expect(sendsOf(heir.getState(), room(1))).toHaveLength(1);
});

/** A world that notes what is asked for over HTTP. */
function listening(world: World): string[] {
  const { server } = world;
  const asked: string[] = [];
  world.server = {
    ...server,
    http(person) {
      const http = server.http(person);
      const call: typeof http.call = (name, input, options) => {
        asked.push(name);
        return http.call(name, input, options);
      };
      return { call };
    },
  };
  return asked;
}

test('a device that comes back asks for no more than it missed', async () => {
  const world = createWorld(10, 1);
  const { model } = world.server;
  const asked = listening(world);
  const client = device(world, createMemoryStore());
  const write = (n: number) =>
    model.append(room(1), others[0] as PersonId, testId<ClientId>(5, n), says(`news ${n}`));
  write(1);
  await started(world, client);
  const comeBack = async (meanwhile: () => void) => {
    asked.length = 0;
    world.server.cut(me);
    meanwhile();
    await pass(world, 30_000);
    expect(client.getState().status).toBe('live');
    // Nothing of Moments stands in a log: that is asked each time, and last.
    expect(asked.pop()).toBe('moments.listNotices');
    return asked;
  };
  const room1 = () => client.getState().conversations.get(room(1));
  expect(await comeBack(() => undefined)).toEqual(['chat.listHeads']);
  // The one message that was missed comes with the head.
  expect(await comeBack(() => void write(2))).toEqual(['chat.listHeads']);
  expect(room1()?.held).toEqual({ from: 1, to: 2 });
  const two = await comeBack(() => [3, 4].forEach(write));
  expect(two).toEqual(['chat.listHeads', 'chat.listEntries']);
  expect(room1()?.held).toEqual({ from: 1, to: 4 });
  const mine = await comeBack(() => void model.setInbox(room(1), me, { pinned: true }));
  expect(mine).toEqual(['sync.pull', 'chat.listHeads']);
  expect(inboxOf(client.getState(), room(1))?.pinned).toBe(true);
  await during(world, client.commands.open(room(1)));
  const texts = room1()?.entries?.map(({ body }) => body);
  expect(texts).toEqual([1, 2, 3, 4].map((n) => says(`news ${n}`)));
});
