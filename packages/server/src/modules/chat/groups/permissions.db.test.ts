import type { ClientId, PersonId } from '@plaza/base';
import {
  groupActions,
  groupPermissions,
  roles,
  type GroupAction,
  type Role,
} from '@plaza/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCity, say, value, type City } from '../testing.ts';
import { by, contradictions, openCast, wordOf, type Cast } from './testing.ts';

// Walks through every cell of the table of permissions: each action by each role.

let city: City;
beforeAll(async () => {
  city = await createCity();
});
afterAll(async () => {
  expect(await contradictions(city)).toEqual([]);
  expect(city.problems).toEqual([]);
  await city.close();
});

type Attempt = {
  /** What has to be so before anybody tries. */
  before?(cast: Cast): Promise<unknown>;
  /** Tries, and says `ok` or why not. */
  run(cast: Cast, viewer: PersonId): Promise<string>;
  /** What is answered where the table says no; `forbidden` unless told. */
  refused?: string;
};

const groups = () => city.chat.groups;
const muteAll = ({ id, owner }: Cast) => groups().set(by(owner, id), { muteAll: true });
const needApproval = ({ id, owner }: Cast) => groups().set(by(owner, id), { joinApproval: true });
const text = (cast: Cast, viewer: PersonId) => say(city, viewer, { to: cast.id, text: 'Hello' });

async function outsiderAsks(cast: Cast): Promise<void> {
  value(await needApproval(cast));
  value(await groups().add(by(cast.member, cast.id), [cast.outsider]));
}

/** Somebody else than the viewer, so that nobody does it to themselves. */
const notMe = ({ member, other }: Cast, viewer: PersonId) => (viewer === member ? other : member);

const attempts: Record<GroupAction, Attempt> = {
  send: { run: (cast, viewer) => wordOf(text(cast, viewer)) },
  sendWhileMuted: {
    before: muteAll,
    run: (cast, viewer) => wordOf(text(cast, viewer)),
    refused: 'group_muted',
  },
  mentionAll: {
    run: ({ id }, viewer) =>
      wordOf(
        city.chat.send({
          ...{ conversationId: id, senderId: viewer, clientId: city.newId<ClientId>() },
          message: { type: 'text', text: '@all Hello', mentionsAll: true },
        }),
      ),
  },
  rename: { run: ({ id }, viewer) => wordOf(groups().rename(by(viewer, id), 'Another name')) },
  announce: {
    run: ({ id }, viewer) => wordOf(groups().announcements.announce(by(viewer, id), 'At eight')),
  },
  addMembers: {
    run: ({ id, outsider }, viewer) => wordOf(groups().add(by(viewer, id), [outsider])),
  },
  addWithoutApproval: {
    before: needApproval,
    async run({ id, outsider }, viewer) {
      const { added, waiting } = value(await groups().add(by(viewer, id), [outsider]));
      expect([...added, ...waiting]).toEqual([outsider]);
      return added.length === 1 ? 'ok' : 'waiting';
    },
    refused: 'waiting',
  },
  decideJoins: {
    before: outsiderAsks,
    run: ({ id, outsider }, viewer) =>
      wordOf(groups().decide(by(viewer, id), { personId: outsider, accepted: true })),
  },
  makeLink: { run: ({ id }, viewer) => wordOf(groups().makeLink(by(viewer, id))) },
  setJoinApproval: {
    run: ({ id }, viewer) => wordOf(groups().set(by(viewer, id), { joinApproval: true })),
  },
  setMuteAll: {
    run: ({ id }, viewer) => wordOf(groups().set(by(viewer, id), { muteAll: true })),
  },
  setTimer: {
    run: ({ id }, viewer) => wordOf(city.chat.changes.setTimer(by(viewer, id), 3_600)),
  },
  removeMember: {
    run: (cast, viewer) => wordOf(groups().remove(by(viewer, cast.id), notMe(cast, viewer))),
  },
  removeAdmin: {
    // There are two, so that an admin can try it on another one.
    before: ({ id, owner, admin, other }) => groups().setAdmins(by(owner, id), [admin, other]),
    run: ({ id, other }, viewer) => wordOf(groups().remove(by(viewer, id), other)),
  },
  setAdmins: {
    run: (cast, viewer) => wordOf(groups().setAdmins(by(viewer, cast.id), [notMe(cast, viewer)])),
  },
  recallOthers: {
    async run(cast, viewer) {
      const { seq } = value(await text(cast, notMe(cast, viewer)));
      return wordOf(city.chat.changes.recall({ ...by(viewer, cast.id), seq }));
    },
  },
  transferOwnership: {
    run: (cast, viewer) => wordOf(groups().transfer(by(viewer, cast.id), notMe(cast, viewer))),
  },
  dissolve: { run: ({ id }, viewer) => wordOf(groups().dissolve(by(viewer, id))) },
  leave: { run: ({ id }, viewer) => wordOf(groups().leave(by(viewer, id))) },
  setNickname: {
    run: ({ id }, viewer) => wordOf(groups().setNickname(by(viewer, id), 'Nick')),
  },
};

describe.each(groupActions)('%s', (action) => {
  test.each(roles)(`by %s`, async (role: Role) => {
    const cast = await openCast(city);
    const attempt = attempts[action];
    await attempt.before?.(cast);
    const isAllowed = groupPermissions[action][role];
    const expected = isAllowed ? 'ok' : (attempt.refused ?? 'forbidden');
    const logBefore = await lastSeq(cast);
    expect(await attempt.run(cast, cast[role])).toBe(expected);
    // What was refused left no trace in the log; what waits is none either.
    const isSilent = !isAllowed && action !== 'recallOthers';
    if (isSilent) expect(await lastSeq(cast)).toBe(logBefore);
  });
});

async function lastSeq({ id }: Cast): Promise<number> {
  const { rows } = await city.db.query<{ seq: number }>(
    'select last_seq::float8 as seq from chat_conversation where conversation_id = $1',
    [id],
  );
  return rows[0]?.seq ?? 0;
}

test('who is not in may do nothing, and learns nothing', async () => {
  const cast = await openCast(city);
  value(await groups().leave(by(cast.other, cast.id)));
  for (const action of groupActions) {
    if (action === 'addWithoutApproval') continue;
    const { run } = attempts[action];
    const never =
      action === 'recallOthers' ? 'conversation_unknown' : await run(cast, cast.outsider);
    expect([action, never]).toEqual([action, 'conversation_unknown']);
    const left = action === 'recallOthers' ? 'not_member' : await run(cast, cast.other);
    expect([action, left]).toEqual([action, 'not_member']);
  }
});

test('a group that was dissolved stays as it is, and can be left', async () => {
  const cast = await openCast(city);
  const { id, owner, member } = cast;
  value(await groups().dissolve(by(owner, id)));
  const left = new Set<GroupAction>(['leave', 'addWithoutApproval', 'recallOthers']);
  for (const action of groupActions) {
    if (left.has(action)) continue;
    const answer = await attempts[action].run(cast, owner);
    expect([action, answer]).toEqual([action, 'read_only']);
  }
  expect(await wordOf(groups().leave(by(member, id)))).toBe('ok');
  expect(await wordOf(groups().leave(by(owner, id)))).toBe('ok');
});
