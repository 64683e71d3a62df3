import type { ConversationId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { befriend, startCity, type TestCity } from './support/city.ts';
import type { TestPerson } from './support/person.ts';
import { createGroup, noId } from './support/talk.ts';

// The ways into a group, and its announcements.

const dayMs = 86_400_000;

let city: TestCity;
let owner: TestPerson;
let member: TestPerson;
let guest: TestPerson;
beforeAll(async () => {
  city = await startCity({ env: { PLAZA_GROUP_MEMBERS: '300' } });
  [owner, member] = await city.contacts('Olga', 'Mei');
  guest = await city.signUp('Guest');
  await befriend(owner, guest, city.settle);
  await befriend(member, guest, city.settle);
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const idOf = (person: TestPerson) => person.me.personId;

async function openGroup(settings: { joinApproval?: boolean } = {}): Promise<ConversationId> {
  const conversationId = await createGroup(owner, [member], 'Choir');
  await owner.must('chat.setGroup', { conversationId, ...settings });
  return conversationId;
}

/** Lets a group look as if so many more were in it: signing them up would take minutes. */
async function swell(conversationId: ConversationId, count: number): Promise<void> {
  await city.sql(
    `insert into chat_member (conversation_id, person_id, role, joined_seq, may_send)
     select $1, gen_random_uuid(), 'member', 0, 'yes' from generate_series(1, $2)`,
    [conversationId, count],
  );
  await city.sql(
    'update chat_conversation set member_count = member_count + $2 where conversation_id = $1',
    [conversationId, count],
  );
}

const join = (person: TestPerson, token: string) =>
  person.call('chat.joinByLink', { token, reason: 'Hello' });

describe('a link', () => {
  it('shows where it leads, and leads there', async () => {
    const conversationId = await openGroup();
    const { token, url } = await member.must('chat.makeJoinLink', { conversationId });
    expect(url.endsWith(`/join#${token}`)).toBe(true);
    expect(await guest.must('chat.lookAtJoinLink', { token })).toMatchObject({
      ...{ name: 'Choir', memberCount: 2, joinApproval: false, conversationId: null },
      inviter: { personId: idOf(member) },
    });
    const joined = await guest.must('chat.joinByLink', { token, reason: '' });
    expect(joined).toMatchObject({ state: 'joined', head: { conversation: { memberCount: 3 } } });
    const { entries } = await guest.must('chat.listEntries', { conversationId });
    expect(entries).toMatchObject([
      { senderId: idOf(guest), body: { type: 'membersAdded', via: 'link' } },
    ]);
  });

  it('ends after a week, when it is revoked, and when another one is made', async () => {
    const conversationId = await openGroup();
    const first = await member.must('chat.makeJoinLink', { conversationId });
    const second = await member.must('chat.makeJoinLink', { conversationId });
    expect(await join(guest, first.token)).toMatchObject({ error: 'link_unknown' });
    await owner.must('chat.revokeJoinLinks', { conversationId });
    const { token } = second;
    expect(await guest.refused('chat.lookAtJoinLink', { token })).toBe('link_unknown');
    const third = await member.must('chat.makeJoinLink', { conversationId });
    city.clock.travel(7 * dayMs + 1_000);
    expect(await join(guest, third.token)).toMatchObject({ error: 'link_unknown' });
  });

  it('stops at 200 members, and where the group is full', async () => {
    const conversationId = await openGroup();
    const { token } = await member.must('chat.makeJoinLink', { conversationId });
    await swell(conversationId, 198);
    expect(await join(guest, token)).toMatchObject({ error: 'link_full' });
    await swell(conversationId, 100);
    expect(await join(guest, token)).toMatchObject({ error: 'group_full' });
    const memberIds = [idOf(guest)];
    expect(await owner.refused('chat.addMembers', { conversationId, memberIds })).toBe(
      'group_full',
    );
  });
});

describe('with approval', () => {
  it('a leader is told who waits, and decides', async () => {
    const conversationId = await openGroup({ joinApproval: true });
    const socket = await owner.socket();
    const { token } = await member.must('chat.makeJoinLink', { conversationId });
    expect(await join(guest, token)).toMatchObject({ output: { state: 'waiting', head: null } });
    const told = await socket.event('chat.joinRequested');
    expect(told).toEqual({ conversationId, waiting: 1 });
    socket.close();
    const { requests } = await owner.must('chat.listJoinRequests', { conversationId });
    expect(requests).toMatchObject([
      { person: { personId: idOf(guest) }, inviter: { personId: idOf(member) }, reason: 'Hello' },
    ]);
    expect(await member.refused('chat.listJoinRequests', { conversationId })).toBe('forbidden');
    const decision = { conversationId, personId: idOf(guest), accept: true };
    await owner.must('chat.decideJoin', decision);
    expect(await owner.refused('chat.decideJoin', decision)).toBe('request_unknown');
    const { head } = await guest.must('chat.getHead', { conversationId });
    expect(head.conversation.memberCount).toBe(3);
  });

  it('nobody is let in where there is no room', async () => {
    const conversationId = await openGroup({ joinApproval: true });
    const asked = { conversationId, memberIds: [idOf(guest)] };
    const { waiting } = await member.must('chat.addMembers', asked);
    expect(waiting).toEqual([idOf(guest)]);
    await swell(conversationId, 298);
    const decision = { conversationId, personId: idOf(guest), accept: true };
    expect(await owner.refused('chat.decideJoin', decision)).toBe('group_full');
    await owner.must('chat.decideJoin', { ...decision, accept: false });
  });
});

describe('an invitation', () => {
  async function invite() {
    const conversationId = await openGroup();
    await swell(conversationId, 38);
    const memberIds = [idOf(guest)];
    const added = await member.must('chat.addMembers', { conversationId, memberIds });
    expect(added).toMatchObject({ added: [], invited: memberIds, waiting: [] });
    await city.settle();
    const { head } = await guest.must('chat.openDirect', { personId: idOf(member) });
    const body = head.conversation.lastEntry?.body;
    const card = body?.type === 'message' ? body.message : null;
    if (card?.type !== 'groupInvite') throw new Error('there is no card');
    expect(card).toMatchObject({ groupId: conversationId, name: 'Choir', memberCount: 40 });
    return { conversationId, inviteId: card.inviteId };
  }

  it('comes as a card where the group is large, and is for one person', async () => {
    const invited = await invite();
    const other = { ...invited, inviteId: noId<typeof invited.inviteId>() };
    expect(await guest.refused('chat.acceptInvite', other)).toBe('invite_unknown');
    const stranger = await city.signUp('Stranger');
    expect(await stranger.refused('chat.acceptInvite', invited)).toBe('invite_unknown');
    const joined = await guest.must('chat.acceptInvite', invited);
    expect(joined).toMatchObject({ state: 'joined', head: { conversation: { memberCount: 41 } } });
  });

  it('opens no full group', async () => {
    const invited = await invite();
    await swell(invited.conversationId, 260);
    expect(await guest.refused('chat.acceptInvite', invited)).toBe('group_full');
  });
});

describe('face to face', () => {
  const place = { latitude: 31.23, longitude: 121.47 };

  it('the same digits lead into one group, with a place or by the network', async () => {
    for (const where of [place, null]) {
      const asked = { digits: '4711', place: where };
      const first = await owner.must('chat.meetFaceToFace', asked);
      const second = await guest.must('chat.meetFaceToFace', asked);
      expect(second.head.conversation).toMatchObject({
        ...{ conversationId: first.head.conversation.conversationId, memberCount: 2 },
      });
    }
  });

  it('takes no more than the group holds', async () => {
    const asked = { digits: '4712', place };
    const { head } = await owner.must('chat.meetFaceToFace', asked);
    await swell(head.conversation.conversationId, 299);
    expect(await guest.refused('chat.meetFaceToFace', asked)).toBe('group_full');
  });
});

describe('an announcement', () => {
  it('is confirmed by members, and its readers are shown to leaders', async () => {
    const conversationId = await openGroup();
    const none = { conversationId, seq: 1 };
    expect(await member.refused('chat.readAnnouncement', none)).toBe('announcement_unknown');
    expect(await owner.refused('chat.listAnnouncementReads', { conversationId })).toBe(
      'announcement_unknown',
    );
    await owner.must('chat.announce', { conversationId, text: 'At eight' });
    const { head } = await member.must('chat.getHead', { conversationId });
    const seq = head.conversation.announcement?.seq ?? 0;
    await member.must('chat.readAnnouncement', { conversationId, seq });
    const { inbox } = (await member.must('chat.getHead', { conversationId })).head;
    expect(inbox.announcementReadSeq).toBe(seq);
    expect(await owner.must('chat.listAnnouncementReads', { conversationId })).toMatchObject({
      ...{ readCount: 1, next: null },
      reads: [{ person: { personId: idOf(member) } }],
    });
    expect(await member.refused('chat.listAnnouncementReads', { conversationId })).toBe(
      'forbidden',
    );
  });
});

describe('members', () => {
  it('are given roles by their owner, and found by id', async () => {
    const conversationId = await openGroup();
    const self = { conversationId, adminIds: [idOf(owner)] };
    expect(await owner.refused('chat.setAdmins', self)).toBe('self_action');
    const away = { conversationId, adminIds: [idOf(guest)] };
    expect(await owner.refused('chat.setAdmins', away)).toBe('person_not_found');
    const toSelf = { conversationId, memberId: idOf(owner) };
    expect(await owner.refused('chat.transferOwnership', toSelf)).toBe('self_action');
    const toGuest = { conversationId, memberId: idOf(guest) };
    expect(await owner.refused('chat.transferOwnership', toGuest)).toBe('person_not_found');
    await owner.must('chat.transferOwnership', { conversationId, memberId: idOf(member) });
    await member.must('chat.setNickname', { conversationId, nickname: 'Alto' });
    const memberIds = [idOf(member), idOf(owner), idOf(guest)];
    const { members } = await owner.must('chat.getMembers', { conversationId, memberIds });
    expect(members.map(({ role, nickname }) => [role, nickname])).toEqual([
      ...[
        ['member', ''],
        ['owner', 'Alto'],
      ],
    ]);
    const stranger = { conversationId, memberIds };
    expect(await guest.refused('chat.getMembers', stranger)).toBe('conversation_unknown');
  });

  it('of a direct conversation are the two, and it is no group', async () => {
    const { head } = await owner.must('chat.openDirect', { personId: idOf(member) });
    const { conversationId } = head.conversation;
    const seen = await owner.must('chat.listMembers', { conversationId });
    expect(seen.members).toHaveLength(2);
    const wrong = [
      await owner.refused('chat.setAdmins', { conversationId, adminIds: [] }),
      await owner.refused('chat.transferOwnership', { conversationId, memberId: idOf(member) }),
      await owner.refused('chat.setGroup', { conversationId, muteAll: true }),
      await owner.refused('chat.dissolveGroup', { conversationId }),
      await owner.refused('chat.setNickname', { conversationId, nickname: 'x' }),
      await owner.refused('chat.announce', { conversationId, text: 'x' }),
      await owner.refused('chat.readAnnouncement', { conversationId, seq: 1 }),
      await owner.refused('chat.listAnnouncementReads', { conversationId }),
      await owner.refused('chat.makeJoinLink', { conversationId }),
      await owner.refused('chat.revokeJoinLinks', { conversationId }),
      await owner.refused('chat.listJoinRequests', { conversationId }),
      await owner.refused('chat.decideJoin', {
        ...{ conversationId, personId: idOf(guest), accept: true },
      }),
    ];
    expect(new Set(wrong)).toEqual(new Set(['not_group']));
  });

  it('who left are told that they did', async () => {
    const conversationId = await openGroup();
    await member.must('chat.leaveGroup', { conversationId });
    const told = [
      await member.refused('chat.readAnnouncement', { conversationId, seq: 1 }),
      await member.refused('chat.listAnnouncementReads', { conversationId }),
      await member.refused('chat.revokeJoinLinks', { conversationId }),
      await member.refused('chat.listJoinRequests', { conversationId }),
    ];
    expect(new Set(told)).toEqual(new Set(['not_member']));
    const unknown = [
      await guest.refused('chat.readAnnouncement', { conversationId, seq: 1 }),
      await guest.refused('chat.listAnnouncementReads', { conversationId }),
      await guest.refused('chat.revokeJoinLinks', { conversationId }),
      await guest.refused('chat.listJoinRequests', { conversationId }),
    ];
    expect(new Set(unknown)).toEqual(new Set(['conversation_unknown']));
  });
});
