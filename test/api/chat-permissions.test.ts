import type { ConversationId } from '@plaza/base';
import {
  groupActions,
  groupPermissions,
  roles,
  type GroupAction,
  type MethodName,
} from '@plaza/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { befriend, startCity, type TestCity } from './support/city.ts';
import type { TestPerson } from './support/person.ts';
import { createGroup, newClientId, say, text } from './support/talk.ts';

// Every cell of the table of permissions, over the public interface.

let city: TestCity;
let cast: { owner: TestPerson; admin: TestPerson; member: TestPerson };
let other: TestPerson;
let guest: TestPerson;
beforeAll(async () => {
  city = await startCity();
  const [owner, admin] = await city.contacts('Olga', 'Adam');
  const [member, third] = await city.contacts('Mei', 'Otto');
  cast = { owner, admin, member };
  other = third;
  guest = await city.signUp('Guest');
  for (const one of [member, third]) await befriend(owner, one, city.settle);
  for (const one of [owner, admin, member]) await befriend(one, guest, city.settle);
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const idOf = (person: TestPerson) => person.me.personId;

/** A new group with one of each role. */
async function openGroup(): Promise<ConversationId> {
  const { owner, admin, member } = cast;
  const conversationId = await createGroup(owner, [admin, member, other], 'Choir');
  await owner.must('chat.setAdmins', { conversationId, adminIds: [idOf(admin)] });
  return conversationId;
}

type Try = { viewer: TestPerson; conversationId: ConversationId; target: TestPerson };
type Attempt = {
  before?(conversationId: ConversationId): Promise<unknown>;
  run(now: Try): Promise<string>;
  /** What is answered where the table says no; `forbidden` unless told. */
  refused?: string;
};

type Input = Record<string, unknown>;

/** Calls a method in the group, with what the attempt brings. */
const calling =
  (method: MethodName, input: Input | ((now: Try) => Input | Promise<Input>) = {}) =>
  async (now: Try): Promise<string> => {
    const more = typeof input === 'function' ? await input(now) : input;
    const { conversationId, viewer } = now;
    const { status, body } = await viewer.send(method, { conversationId, ...more });
    return status === 200 ? 'done' : (body as { error: string }).error;
  };

const sending = (extra: object = {}) =>
  calling('chat.sendMessage', () => ({
    clientId: newClientId(),
    message: { ...text('Hello'), ...extra },
  }));
const setGroup =
  (settings: { muteAll?: boolean; joinApproval?: boolean }) => (conversationId: ConversationId) =>
    cast.owner.must('chat.setGroup', { conversationId, ...settings });
const ofTarget = ({ target }: Try) => ({ memberId: idOf(target) });

const attempts: Record<GroupAction, Attempt> = {
  send: { run: sending() },
  sendWhileMuted: { before: setGroup({ muteAll: true }), run: sending(), refused: 'group_muted' },
  mentionAll: { run: sending({ mentionsAll: true }) },
  rename: { run: calling('chat.renameGroup', { name: 'Band' }) },
  announce: { run: calling('chat.announce', { text: 'At eight' }) },
  addMembers: { run: calling('chat.addMembers', () => ({ memberIds: [idOf(guest)] })) },
  addWithoutApproval: {
    before: setGroup({ joinApproval: true }),
    async run({ viewer, conversationId }) {
      const memberIds = [idOf(guest)];
      const { added } = await viewer.must('chat.addMembers', { conversationId, memberIds });
      return added.length === 1 ? 'done' : 'waits';
    },
    refused: 'waits',
  },
  decideJoins: {
    async before(conversationId) {
      await setGroup({ joinApproval: true })(conversationId);
      const asked = { conversationId, memberIds: [idOf(guest)] };
      const { waiting } = await cast.member.must('chat.addMembers', asked);
      expect(waiting).toEqual([idOf(guest)]);
    },
    run: calling('chat.decideJoin', () => ({ personId: idOf(guest), accept: true })),
  },
  makeLink: { run: calling('chat.makeJoinLink') },
  setJoinApproval: { run: calling('chat.setGroup', { joinApproval: true }) },
  setMuteAll: { run: calling('chat.setGroup', { muteAll: true }) },
  setTimer: { run: calling('chat.setTimer', { seconds: 86_400 }) },
  removeMember: { run: calling('chat.removeMember', ofTarget) },
  removeAdmin: {
    before: (conversationId) =>
      cast.owner.must('chat.setAdmins', {
        conversationId,
        adminIds: [idOf(cast.admin), idOf(other)],
      }),
    run: calling('chat.removeMember', () => ({ memberId: idOf(other) })),
  },
  setAdmins: { run: calling('chat.setAdmins', ({ target }) => ({ adminIds: [idOf(target)] })) },
  recallOthers: {
    run: calling('chat.recallMessage', async ({ conversationId, target }) => ({
      seq: await say(target, conversationId, 'Of somebody else'),
    })),
  },
  transferOwnership: { run: calling('chat.transferOwnership', ofTarget) },
  dissolve: { run: calling('chat.dissolveGroup') },
  leave: { run: calling('chat.leaveGroup') },
  setNickname: { run: calling('chat.setNickname', { nickname: 'Alto' }) },
};

describe.each(groupActions)('%s', (action) => {
  it.each(roles)('by %s', async (role) => {
    const conversationId = await openGroup();
    const { before, run, refused = 'forbidden' } = attempts[action];
    await before?.(conversationId);
    const viewer = cast[role];
    const target = viewer === cast.member ? other : cast.member;
    const expected = groupPermissions[action][role] ? 'done' : refused;
    expect(await run({ viewer, conversationId, target })).toBe(expected);
  });
});

describe('whatever the role was', () => {
  // What is told who left: of messages it is asked first where they stand in the conversation.
  it.each(groupActions.filter((action) => action !== 'addWithoutApproval'))(
    '%s is refused to who left, and to a stranger',
    async (action) => {
      const conversationId = await openGroup();
      await cast.admin.must('chat.leaveGroup', { conversationId });
      const { run } = attempts[action];
      const target = cast.member;
      expect(await run({ viewer: cast.admin, conversationId, target })).toBe('not_member');
      expect(await run({ viewer: guest, conversationId, target })).toBe('conversation_unknown');
    },
  );

  it.each(groupActions.filter((action) => action !== 'leave' && action !== 'recallOthers'))(
    '%s does nothing in a group that was dissolved',
    async (action) => {
      const conversationId = await openGroup();
      await cast.owner.must('chat.dissolveGroup', { conversationId });
      const run = action === 'addWithoutApproval' ? attempts.addMembers.run : attempts[action].run;
      expect(await run({ viewer: cast.owner, conversationId, target: cast.member })).toBe(
        'read_only',
      );
      await cast.owner.must('chat.leaveGroup', { conversationId });
    },
  );
});
