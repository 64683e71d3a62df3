import type { ClientId, ConversationId, PersonId } from '@plaza/base';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCity, openDirect, openGroup, say, value, type City } from '../testing.ts';
import { inviteOf } from './testing.ts';

const soon = { timeout: 10_000 };
let city: City;
beforeAll(async () => {
  city = await createCity();
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city.close();
});

function friends(count: number): PersonId[] {
  const people = Array.from({ length: count }, (_, n) => city.person(`Person ${n}`));
  city.befriend(...people);
  return people;
}

type Three = [PersonId, PersonId, PersonId];

async function seen(viewer: PersonId, conversationId: ConversationId): Promise<string[]> {
  const range = { after: 0, limit: 100 };
  const { entries } = value(await city.chat.reading.listEntries(viewer, conversationId, range));
  return entries.map(({ seq, body }) =>
    body.type === 'message' && body.message.type === 'text'
      ? `${seq} ${body.message.text}`
      : `${seq} ${body.type}`,
  );
}

test('a group is made once for one client id, and everybody is told', async () => {
  const [anna, ben, carl] = friends(3) as Three;
  const clientId = city.newId<ClientId>();
  const input = { clientId, name: 'Choir', memberIds: [ben, carl] };
  const heads = await Promise.all([1, 2, 3].map(() => city.chat.groups.create(anna, input)));
  const ids = heads.map((head) => value(head).head.conversation.conversationId);
  expect(new Set(ids).size).toBe(1);
  await city.outbox.settle();
  const id = ids[0] as ConversationId;
  expect(await seen(carl, id)).toEqual(['1 created', '2 membersAdded']);
  const joined = city.told(ben).filter(({ name }) => name === 'chat.conversationJoined');
  expect(joined).toHaveLength(1);
  const { head } = value(await city.chat.heads.get(ben, id));
  expect(joined[0]?.payload).toEqual({ head });
  expect(head.conversation).toMatchObject({ name: 'Choir', ownerId: anna, memberCount: 3 });
  expect(head.conversation.faces).toHaveLength(3);
  expect(await city.chat.sharesGroup(ben, carl)).toBe(true);
  expect(await city.chat.sharesGroup(ben, city.person())).toBe(false);
});

test('only contacts can be put into a group', async () => {
  const [anna, ben] = friends(2) as [PersonId, PersonId];
  const stranger = city.person();
  const input = { clientId: city.newId<ClientId>(), name: null, memberIds: [ben, stranger] };
  expect(await city.chat.groups.create(anna, input)).toMatchObject({ reason: 'not_contact' });
  const alone = { clientId: city.newId<ClientId>(), name: null, memberIds: [anna] };
  expect(await city.chat.groups.create(anna, alone)).toMatchObject({ reason: 'not_contact' });
  const group = await openGroup(city, [anna, ben]);
  const added = await city.chat.groups.add({ viewerId: anna, conversationId: group }, [stranger]);
  expect(added).toMatchObject({ reason: 'not_contact' });
});

test('who joins sees what comes, who leaves keeps what was, who is back starts again', async () => {
  const [anna, ben, carl] = friends(3) as Three;
  const id = await openGroup(city, [anna, ben]);
  value(await say(city, anna, { to: id, text: 'before' }));
  value(await city.chat.groups.add({ viewerId: ben, conversationId: id }, [carl, ben]));
  value(await say(city, anna, { to: id, text: 'with carl' }));
  expect(await seen(carl, id)).toEqual(['4 membersAdded', '5 with carl']);

  value(await city.chat.groups.leave({ viewerId: carl, conversationId: id }));
  value(await city.chat.groups.rename({ viewerId: anna, conversationId: id }, 'Later name'));
  value(await say(city, anna, { to: id, text: 'without carl' }));
  await city.outbox.settle();
  expect(await seen(carl, id)).toEqual(['4 membersAdded', '5 with carl', '6 memberLeft']);
  const { head } = value(await city.chat.heads.get(carl, id));
  expect(head.inbox.leftSeq).toBe(6);
  expect(head.conversation).toMatchObject({ name: 'Group', lastSeq: 6, ownerId: null });
  expect(head.conversation.memberCount).toBe(3);
  const told = city
    .told(carl)
    .flatMap(({ name, payload }) =>
      name === 'chat.entryAppended' ? [(payload as { entry: { seq: number } }).entry.seq] : [],
    );
  expect(told).toEqual([4, 5, 6]);
  expect(await say(city, carl, { to: id, text: 'no' })).toMatchObject({ reason: 'not_member' });

  value(await city.chat.groups.add({ viewerId: anna, conversationId: id }, [carl]));
  await city.outbox.settle();
  expect(await seen(carl, id)).toEqual(['9 membersAdded']);
  const again = value(await city.chat.heads.get(carl, id)).head;
  expect(again.inbox).toMatchObject({ joinedSeq: 8, leftSeq: null, unread: 0, readSeq: 8 });
  expect(again.conversation.name).toBe('Later name');
});

test('an owner who leaves passes the role on, and only the owner removes', async () => {
  const [anna, ben, carl] = friends(3) as Three;
  const id = await openGroup(city, [anna, ben, carl]);
  const by = (viewerId: PersonId) => ({ viewerId, conversationId: id });
  expect(await city.chat.groups.remove(by(ben), carl)).toMatchObject({ reason: 'forbidden' });
  expect(await city.chat.groups.remove(by(anna), anna)).toMatchObject({ reason: 'self_action' });
  const gone = await city.chat.groups.remove(by(anna), city.person());
  expect(gone).toMatchObject({ reason: 'person_not_found' });
  value(await city.chat.groups.leave(by(anna)));
  expect(await seen(ben, id)).toEqual([
    ...['1 created', '2 membersAdded', '3 memberLeft', '4 ownerChanged'],
  ]);
  expect(await seen(anna, id)).toEqual(['1 created', '2 membersAdded', '3 memberLeft']);
  const { members } = value(await city.chat.groups.listMembers(carl, id, undefined));
  expect(members.map(({ person, role }) => [person.personId, role])).toEqual([
    ...[
      [ben, 'owner'],
      [carl, 'member'],
    ],
  ]);
  value(await city.chat.groups.remove(by(ben), carl));
  value(await city.chat.groups.leave(by(ben)));
  expect(value(await city.chat.heads.get(ben, id)).head.conversation.ownerId).toBeNull();
});

test('everything in a group asks first who one is', async () => {
  const [anna, ben, carl] = friends(3) as Three;
  const direct = await openDirect(city, anna, ben);
  const group = await openGroup(city, [anna, ben]);
  value(await city.chat.groups.leave({ viewerId: ben, conversationId: group }));
  const { groups } = city.chat;
  const reasons = async (viewerId: PersonId, conversationId: ConversationId) => {
    const where = { viewerId, conversationId };
    const outcomes = [
      await groups.add(where, [carl]),
      await groups.remove(where, carl),
      await groups.leave(where),
      await groups.rename(where, 'x'),
    ];
    return new Set(outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.reason)));
  };
  expect(await reasons(anna, direct)).toEqual(new Set(['not_group']));
  expect(await reasons(carl, group)).toEqual(new Set(['conversation_unknown']));
  expect(await reasons(ben, group)).toEqual(new Set(['not_member']));
});

test('members are listed 100 a page: owner, admins, then as they came', async () => {
  const [anna] = friends(1) as [PersonId];
  const crowd = Array.from({ length: 250 }, () => city.person());
  for (const personId of crowd) city.befriend(anna, personId);
  const id = await openGroup(city, [anna, ...crowd.slice(0, 39)]);
  const where = { viewerId: anna, conversationId: id };
  for (let from = 39; from < crowd.length; from += 40) {
    const asked = crowd.slice(from, from + 40);
    const { invited } = value(await city.chat.groups.add(where, asked));
    expect(invited).toEqual(asked);
    for (const guest of asked) {
      const inviteId = await inviteOf(city, id, guest);
      value(await city.chat.groups.invites.accept(guest, { conversationId: id, inviteId }));
    }
  }
  const admins = [crowd[240], crowd[100]] as PersonId[];
  value(await city.chat.groups.setAdmins(where, admins));
  const listed: PersonId[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages === 0 || cursor !== undefined; pages += 1) {
    const page = value(await city.chat.groups.listMembers(anna, id, cursor));
    expect(page.members.length).toBeLessThanOrEqual(100);
    listed.push(...page.members.map(({ person }) => person.personId));
    cursor = page.next ?? undefined;
  }
  const rest = crowd.filter((personId) => !admins.includes(personId));
  expect(listed.slice(0, 3)).toEqual([anna, crowd[100], crowd[240]]);
  expect(new Set(listed)).toEqual(new Set([anna, ...crowd]));
  expect(listed.slice(42)).toEqual(rest.slice(39));
  const wrong = await city.chat.groups.listMembers(anna, id, 'nonsense');
  expect(wrong).toMatchObject({ reason: 'invalid' });

  const some = [crowd[5], city.person(), crowd[240]] as PersonId[];
  const { members } = value(await city.chat.groups.getMembers(anna, id, some));
  expect(members.map(({ person, role }) => [person.personId, role])).toEqual([
    ...[
      [crowd[5], 'member'],
      [crowd[240], 'admin'],
    ],
  ]);
});

test('who left hears nothing more, whatever members a process remembers', async () => {
  const [anna, ben, carl] = friends(3) as Three;
  const id = await openGroup(city, [anna, ben, carl]);
  value(await say(city, anna, { to: id, text: 'all' }));
  const beside = city.another();
  const where = { viewerId: anna, conversationId: id };
  value(await beside.groups.remove(where, carl));
  value(await say(city, ben, { to: id, text: 'secret', by: beside }));
  await expect.poll(() => JSON.stringify(city.told(anna)), soon).toContain('secret');
  expect(JSON.stringify(city.told(carl))).not.toContain('secret');
  await expect.poll(() => JSON.stringify(city.told(carl)), soon).toContain('memberRemoved');
});

test('names of groups are lines that can be seen', async () => {
  const [owner, member] = friends(2);
  const clientId = city.newId<ClientId>();
  const asked = { clientId, name: ' \u202E\u3164 ', memberIds: [member as PersonId] };
  const { head } = value(await city.chat.groups.create(owner as PersonId, asked));
  expect(head.conversation.name).toBeNull();
  const { conversationId } = head.conversation;
  const where = { viewerId: owner as PersonId, conversationId };
  expect(await city.chat.groups.rename(where, '\u200B')).toMatchObject({ reason: 'invalid' });
  value(await city.chat.groups.rename(where, '\u0958'.repeat(60)));
});

test('the erasure of somebody who wrote much holds up nobody', async () => {
  const [anna, ben, carl] = friends(3) as Three;
  const group = await openGroup(city, [anna, ben, carl]);
  value(await say(city, anna, { to: group, text: 'of Anna' }));
  // As long as this row is held, the erasure is in its long part.
  const holder = await city.db.connect();
  await holder.query('begin');
  await holder.query('update chat_entry set at = at where sender_id = $1', [anna]);
  const erasing = city.db.tx((tx) => city.chat.holding.erase(tx, anna));
  const waits = `select from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  await expect.poll(async () => (await holder.query(waits)).rowCount, soon).toBeGreaterThan(0);
  value(await say(city, ben, { to: group, text: 'of Ben, meanwhile' }));
  await holder.query('commit');
  await holder.end();
  await erasing;
  expect(await seen(carl, group)).toEqual([
    ...['1 created', '2 membersAdded', '3 erased', '4 of Ben, meanwhile', '5 memberLeft'],
    '6 ownerChanged',
  ]);
});
