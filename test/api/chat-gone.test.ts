import type { ConversationId } from '@plaza/base';
import type { Entry } from '@plaza/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { entryAt } from '../../packages/client/src/state/select.ts';
import { seenBy } from '../../packages/client/src/testing/law.ts';
import { startCity, type TestCity } from './support/city.ts';
import { startDevice, type TestDevice } from './support/device.ts';
import type { TestPerson } from './support/person.ts';
import { createGroup, entryOf, eventually, newClientId, openDirect, say } from './support/talk.ts';

// What is gone is gone on every device, also of who has left, and after an erasure.

const dayMs = 86_400_000;

let city: TestCity;
let ana: TestPerson;
let wei: TestPerson;
beforeAll(async () => {
  city = await startCity();
  [ana, wei] = await city.contacts('Ana', 'Wei');
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

/** What a device shows at a place, once it is of this kind. */
async function shown(
  { client }: TestDevice,
  id: ConversationId,
  { seq, type }: { seq: number; type: Entry['body']['type'] },
): Promise<Entry> {
  return eventually(async () => {
    const entry = entryAt(client.getState(), id, seq);
    return entry?.body.type === type ? entry : null;
  }, 10_000);
}

/** A device that was told must know what a fresh one fetches. */
async function expectEqual(person: TestPerson, device: TestDevice): Promise<void> {
  const fresh = await startDevice(person);
  expect(await seenBy(device.client)).toEqual(await seenBy(fresh.client));
  await fresh.client.stop();
  await device.client.stop();
}

it('a recall reaches who has left, and their fetch', async () => {
  const id = await createGroup(ana, [wei], 'Two');
  await city.settle();
  const seq = await say(ana, id, 'a secret that slipped out');
  const device = await startDevice(wei);
  const socket = await wei.socket();
  await device.client.commands.open(id);
  await shown(device, id, { seq, type: 'message' });
  await wei.must('chat.leaveGroup', { conversationId: id });
  await city.settle();
  await ana.must('chat.recallMessage', { conversationId: id, seq });
  await city.settle();
  const body = { type: 'recalled', byId: ana.me.personId };
  const gone = await socket.event('chat.messagesGone');
  expect(gone).toEqual({ conversationId: id, seqs: [seq], body });
  expect((await shown(device, id, { seq, type: 'recalled' })).body).toEqual(body);
  expect((await entryOf(wei, id, seq)).body).toEqual(body);
  expect(JSON.stringify(await device.store.readEntries(id, { from: 1, to: seq }))).not.toContain(
    'slipped',
  );
  socket.close();
  await expectEqual(wei, device);
});

it('what is edited after I left reads as it did when I left', async () => {
  const id = await createGroup(ana, [wei], 'Edits');
  await city.settle();
  const edit = (seq: number, text: string) =>
    ana.must('chat.editMessage', { conversationId: id, seq, text, clientId: newClientId() });
  const [one, two, three] = [
    await say(ana, id, 'one'),
    await say(ana, id, 'two'),
    await say(ana, id, 'three'),
  ];
  await edit(two, 'two, before');
  await edit(three, 'three, before');
  const device = await startDevice(wei);
  await device.client.commands.open(id);
  const before = await Promise.all([one, two, three].map((seq) => entryOf(wei, id, seq)));
  await wei.must('chat.leaveGroup', { conversationId: id });
  await city.settle();
  await edit(one, 'one, after');
  await edit(two, 'two, after');
  expect((await entryOf(ana, id, one)).body).toMatchObject({ message: { text: 'one, after' } });
  const after = await Promise.all([one, two, three].map((seq) => entryOf(wei, id, seq)));
  expect(after).toEqual(before);
  const versions = async (seq: number) =>
    (await wei.must('chat.listEdits', { conversationId: id, seq })).versions.map((v) => v.text);
  expect([await versions(one), await versions(two), await versions(three)]).toEqual([
    [],
    ['two'],
    ['three'],
  ]);
  const find = async (query: string) =>
    (await wei.must('search.messages', { query, conversationId: id })).hits.map(
      ({ entry }) => entry.seq,
    );
  await expect.poll(() => find('three'), { timeout: 10_000 }).toEqual([three]);
  expect(await find('after')).toEqual([]);
  await expectEqual(wei, device);
});

it('an erasure empties the messages on others’ devices', async () => {
  const [bo, cy] = await city.contacts('Bo', 'Cy');
  const direct = await openDirect(bo, cy);
  const group = await createGroup(bo, [cy], 'Three');
  await city.settle();
  const places = [
    [direct, await say(bo, direct, 'my words to you')],
    [group, await say(bo, group, 'my words to all')],
  ] as const;
  await bo.must('rights.requestDeletion', { currentPassword: bo.password });
  city.clock.travel(31 * dayMs);
  const later = await city.signIn(cy);
  const device = await startDevice(later);
  for (const [id, seq] of places) {
    await device.client.commands.open(id);
    await shown(device, id, { seq, type: 'message' });
  }
  expect(await city.composed.modules.rights.eraseDue()).toBe(1);
  await city.settle();
  for (const [id, seq] of places) await shown(device, id, { seq, type: 'erased' });
  const kept = await Promise.all(
    places.map(([id, seq]) => device.store.readEntries(id, { from: 1, to: seq })),
  );
  expect(JSON.stringify(kept)).not.toContain('my words');
  await expectEqual(later, device);
});
