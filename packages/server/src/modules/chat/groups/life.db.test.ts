import type { ConversationId, PersonId } from '@plaza/base';
import type { Conversation } from '@plaza/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StoredBody } from '../types.ts';
import { createCity, openGroup, value, type City } from '../testing.ts';
import { by, contradictions, friends } from './testing.ts';

// Random lives of a group: there is one owner, and what a group is follows from its log.

let city: City;
beforeAll(async () => {
  city = await createCity(undefined, { groupMembers: 6 });
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city.close();
});

const size = 7;
const who = fc.nat(size - 1);
const deeds = [
  ...(['add', 'remove', 'leave', 'transfer', 'admins', 'mute', 'approval', 'rename'] as const),
  ...(['announce', 'timer', 'nickname', 'link', 'accept', 'reject', 'dissolve'] as const),
];
type Deed = (typeof deeds)[number];
const step = fc.record({
  do: fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...deeds.filter((deed) => deed !== 'dissolve')) },
    { weight: 1, arbitrary: fc.constant('dissolve' as const) },
  ),
  a: who,
  b: who,
  c: who,
});
type Step = { do: Deed; a: number; b: number; c: number };

type Answer = { ok: boolean };

async function perform(people: readonly PersonId[], id: ConversationId, now: Step) {
  const [some, b, c] = [people[now.a], people[now.b], people[now.c]] as [
    ...[PersonId, PersonId, PersonId],
  ];
  // Mostly the owner, whoever that is by now: others may do little.
  const a = now.a < 3 ? some : ((await ownerOf(id)) ?? some);
  const { groups, changes } = city.chat;
  const where = by(a, id);
  const run: Record<Deed, () => Promise<Answer>> = {
    add: () =>
      groups.add(
        where,
        [b, c].filter((one, n, all) => all.indexOf(one) === n),
      ),
    remove: () => groups.remove(where, b),
    leave: () => groups.leave(where),
    transfer: () => groups.transfer(where, b),
    admins: () =>
      groups.setAdmins(
        where,
        [...new Set([b, c])].filter((one) => one !== a),
      ),
    mute: () => groups.set(where, { muteAll: now.b > now.c }),
    approval: () => groups.set(where, { joinApproval: now.b > now.c }),
    rename: () => groups.rename(where, `Name ${now.b}`),
    announce: () => groups.announcements.announce(where, now.b > 3 ? '' : `Text ${now.c}`),
    timer: () => changes.setTimer(where, now.b > 3 ? null : 3_600),
    nickname: () => groups.setNickname(where, now.b > 3 ? '' : `Nick ${now.c}`),
    async link() {
      const made = await groups.makeLink(where);
      return made.ok ? groups.joinByLink(b, { token: made.value.token, reason: '' }) : made;
    },
    accept: () => groups.decide(where, { personId: b, accepted: true }),
    reject: () => groups.decide(where, { personId: b, accepted: false }),
    dissolve: () => groups.dissolve(where),
  };
  return run[now.do]();
}

async function ownerOf(id: ConversationId): Promise<PersonId | null> {
  const { rows } = await city.db.query<{ owner_id: PersonId | null }>(
    'select owner_id from chat_conversation where conversation_id = $1',
    [id],
  );
  return rows[0]?.owner_id ?? null;
}

type State = Pick<
  Conversation,
  | 'name'
  | 'ownerId'
  | 'adminIds'
  | 'memberCount'
  | 'announcement'
  | 'muteAll'
  | 'joinApproval'
  | 'timerSeconds'
  | 'dissolved'
>;
type Logged = { seq: number; senderId: PersonId; body: StoredBody; at: string };

const nothing: State = {
  ...{ name: null, ownerId: null, adminIds: [], memberCount: 0, announcement: null },
  ...{ muteAll: false, joinApproval: false, timerSeconds: null, dissolved: false },
};

/** What a device makes of an entry. */
function apply(state: State, { seq, senderId, body, at }: Logged): State {
  const { adminIds, memberCount } = state;
  const without = (personId: PersonId) => adminIds.filter((one) => one !== personId);
  switch (body.type) {
    case 'created':
      return { ...state, name: body.name, ownerId: senderId, memberCount: 1 };
    case 'membersAdded':
      return { ...state, memberCount: memberCount + body.personIds.length };
    case 'memberLeft':
    case 'memberRemoved': {
      const ownerId = state.ownerId === body.personId ? null : state.ownerId;
      const ended = { memberCount: memberCount - 1, adminIds: without(body.personId) };
      return { ...state, ...ended, ownerId };
    }
    case 'ownerChanged':
      return { ...state, ownerId: body.personId, adminIds: without(body.personId) };
    case 'roleChanged': {
      const others = without(body.personId);
      const admins = body.role === 'admin' ? [...others, body.personId] : others;
      return { ...state, adminIds: admins.toSorted() };
    }
    case 'renamed':
      return { ...state, name: body.name };
    case 'announced': {
      const announcement = { seq, byId: senderId, text: body.text, at };
      return { ...state, announcement: body.text === '' ? null : announcement };
    }
    case 'muteAllSet':
      return { ...state, muteAll: body.on };
    case 'joinApprovalSet':
      return { ...state, joinApproval: body.on };
    case 'timerSet':
      return { ...state, timerSeconds: body.seconds };
    case 'dissolved':
      return { ...state, dissolved: true };
    default:
      return state;
  }
}

async function logOf(id: ConversationId): Promise<Logged[]> {
  const { rows } = await city.db.query<Omit<Logged, 'at'> & { at: Date }>(
    `select seq::float8 as seq, sender_id as "senderId", body, at from chat_entry
     where conversation_id = $1 order by seq`,
    [id],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

test('one owner at all times, and the group is what its log says', async () => {
  const life = fc.array(step, { minLength: 10, maxLength: 40 });
  let done = 0;
  await fc.assert(
    fc.asyncProperty(life, fc.boolean(), async (steps, atOnce) => {
      const people = friends(city, size) as PersonId[];
      const id = await openGroup(city, people.slice(0, 4));
      const run = async (now: Step) => {
        if ((await perform(people, id, now)).ok) done += 1;
      };
      if (atOnce) await Promise.all(steps.map(run));
      else for (const now of steps) await run(now);
      const expected = (await logOf(id)).reduce(apply, nothing);
      const { rows } = await city.db.query<{ person_id: PersonId }>(
        'select person_id from chat_member where conversation_id = $1 and left_seq is null',
        [id],
      );
      expect(rows).toHaveLength(expected.memberCount);
      for (const { person_id: viewer } of rows) {
        const { conversation } = value(await city.chat.heads.get(viewer, id)).head;
        expect(conversation).toMatchObject(expected);
      }
      expect(await contradictions(city)).toEqual([]);
    }),
    { numRuns: 30 },
  );
  // Lives in which everything was refused would show nothing.
  expect(done).toBeGreaterThan(100);
}, 60_000);
