import type { ConversationId } from '@plaza/base';
import { expect, test } from 'vitest';
import type { LeadingClient } from '../client.ts';
import { actKey, refusedActs } from '../state/acts.ts';
import { entryAt, takenTextOf } from '../state/select.ts';
import { createMemoryStore } from '../store/memory.ts';
import { createWorld, device, during, me, others, pass, room } from '../testing/world.ts';
import type { World } from '../testing/world.ts';

const id: ConversationId = room(1);

/** A device that looks at a room with one message of mine, and then loses its net. */
async function cutOff(seed: number, text = 'first words') {
  const world = createWorld(seed, 1);
  const store = createMemoryStore();
  const client = device(world, store);
  await during(world, client.start());
  await pass(world, 2_000);
  await client.commands.send(id, text);
  await pass(world, 2_000);
  await during(world, client.commands.open(id));
  const seq = lastSeq(world);
  Object.assign(world.server.chaos, { lose: 1 });
  world.server.cut(me);
  await pass(world, 200);
  return { world, store, client, seq };
}

const lastSeq = (world: World) => world.server.model.rooms.get(id)?.entries.length ?? 0;
const bodyOf = (client: LeadingClient, seq: number) => entryAt(client.getState(), id, seq)?.body;
const truth = (world: World, seq: number) => world.server.model.rooms.get(id)?.entries[seq - 1];

async function backOnline(world: World): Promise<void> {
  Object.assign(world.server.chaos, { lose: 0 });
  await pass(world, 60_000);
}

test('changes made without a net are shown, outlive a reload, and are made once', async () => {
  const { world, store, client, seq } = await cutOff(21);
  const told = lastSeq(world);
  expect(await client.commands.react(id, seq, '👍')).toEqual({ ok: true, output: {} });
  await client.commands.edit(id, seq, 'better words');
  expect(bodyOf(client, seq)).toMatchObject({ message: { text: 'better words' } });
  expect(entryAt(client.getState(), id, seq)?.reactions).toEqual([
    { emoji: '👍', count: 1, personIds: [me] },
  ]);
  await during(world, client.stop());

  const again = device(world, store);
  await again.start();
  await again.commands.open(id);
  expect(bodyOf(again, seq)).toMatchObject({ message: { text: 'better words' } });
  expect(truth(world, seq)?.body).toMatchObject({ message: { text: 'first words' } });
  await backOnline(world);
  expect(truth(world, seq)?.body).toMatchObject({ message: { text: 'better words' } });
  expect(truth(world, seq)?.reactions).toHaveLength(1);
  expect(lastSeq(world)).toBe(told + 2);
  expect(again.getState().acts.size).toBe(0);
});

test('of two changes of a kind the later one counts, and a recall ends them all', async () => {
  const { world, client, seq } = await cutOff(22);
  const told = lastSeq(world);
  await client.commands.react(id, seq, '👍');
  await client.commands.react(id, seq, '🎉');
  await client.commands.edit(id, seq, 'x');
  expect(client.getState().acts.size).toBe(2);
  await client.commands.recall(id, seq);
  expect(client.getState().acts.size).toBe(1);
  expect(bodyOf(client, seq)).toEqual({ type: 'recalled', byId: me });
  expect(takenTextOf(client.getState(), id, seq)).toBe('x');
  await backOnline(world);
  expect(truth(world, seq)?.body).toEqual({ type: 'recalled', byId: me });
  expect(lastSeq(world)).toBe(told + 1);
});

test('what is refused later is taken back, and is known until it is dismissed', async () => {
  const { world, client, seq } = await cutOff(23);
  // It may be connected again by now, to a server that answers nothing.
  await during(world, client.commands.recall(id, seq));
  world.server.model.leave(id, me);
  await backOnline(world);
  expect(bodyOf(client, seq)).toMatchObject({ message: { text: 'first words' } });
  expect(takenTextOf(client.getState(), id, seq)).toBeNull();
  const [refused] = refusedActs(client.getState());
  expect(refused).toMatchObject({ seq, deed: { type: 'recall' }, failure: 'not_member' });
  if (refused !== undefined) await client.commands.dismissAct(actKey(refused));
  expect(client.getState().acts.size).toBe(0);
});

test('what is refused at once is answered, and leaves nothing behind', async () => {
  const world = createWorld(24, 1);
  const client = device(world, createMemoryStore());
  await during(world, client.start());
  await pass(world, 2_000);
  world.server.model.append(id, others[0]!, null, { type: 'created', name: null });
  const seq = lastSeq(world);
  await pass(world, 2_000);
  const answer = await during(world, client.commands.react(id, seq, '👍'));
  expect(answer).toMatchObject({ ok: false, error: 'message_unknown' });
  expect(client.getState().acts.size).toBe(0);
});
