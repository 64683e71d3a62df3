import type { ConversationId, PersonId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { befriend, startCity, type TestCity } from './support/city.ts';
import type { TestPerson } from './support/person.ts';
import { createGroup, newClientId, noId, openDirect, say, text, textsOf } from './support/talk.ts';

let city: TestCity;
let ana: TestPerson;
let wei: TestPerson;
let eve: TestPerson;
let outsider: TestPerson;
beforeAll(async () => {
  city = await startCity();
  [ana, wei] = await city.contacts('Ana', 'Wei');
  eve = await city.signUp('Eve');
  await befriend(ana, eve, city.settle);
  outsider = await city.signUp('Otto');
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const idOf = ({ me }: TestPerson) => me.personId;

async function bodiesOf(person: TestPerson, conversationId: ConversationId): Promise<string[]> {
  const { entries } = await person.must('chat.listEntries', { conversationId });
  return entries.map(({ body }) => body.type);
}

describe('a group', () => {
  it('is made with contacts, told to all, and made once', async () => {
    const [weis, eves] = [await wei.socket(), await eve.socket()];
    const asked = { clientId: newClientId(), name: 'Picnic', memberIds: [idOf(wei), idOf(eve)] };
    const { head } = await ana.must('chat.createGroup', asked);
    expect(head.conversation).toMatchObject({ kind: 'group', name: 'Picnic', memberCount: 3 });
    const { conversationId, ownerId } = head.conversation;
    expect(ownerId).toBe(idOf(ana));
    for (const socket of [weis, eves]) {
      const told = await socket.event('chat.conversationJoined');
      expect(told.head.conversation.conversationId).toBe(conversationId);
      socket.close();
    }
    const again = await ana.must('chat.createGroup', asked);
    expect(again.head.conversation.conversationId).toBe(conversationId);
    expect(await bodiesOf(wei, conversationId)).toEqual(['created', 'membersAdded']);
    const { members } = await wei.must('chat.listMembers', { conversationId });
    expect(members.map(({ person }) => person.personId)[0]).toBe(idOf(ana));
    expect(members.map(({ role }) => role)).toEqual(['owner', 'member', 'member']);
  });

  it('takes no strangers', async () => {
    const make = (memberIds: PersonId[]) =>
      ana.refused('chat.createGroup', { clientId: newClientId(), name: null, memberIds });
    expect(await make([idOf(outsider)])).toBe('not_contact');
    expect(await make([idOf(wei), noId()])).toBe('not_contact');
    expect(await make([])).toBe('invalid');
    const conversationId = await createGroup(ana, [wei]);
    const memberIds = [idOf(outsider)];
    expect(await ana.refused('chat.addMembers', { conversationId, memberIds })).toBe('not_contact');
    // Eve is a contact of Ana, not of Wei.
    const eves = { conversationId, memberIds: [idOf(eve)] };
    expect(await wei.refused('chat.addMembers', eves)).toBe('not_contact');
  });

  it('shows a new member only what is said from then on', async () => {
    const conversationId = await createGroup(ana, [wei]);
    await say(ana, conversationId, 'Before');
    const socket = await eve.socket();
    await ana.must('chat.addMembers', { conversationId, memberIds: [idOf(eve)] });
    const { head } = await socket.event('chat.conversationJoined');
    expect(head.conversation.memberCount).toBe(3);
    socket.close();
    await say(wei, conversationId, 'After');
    expect(await textsOf(eve, conversationId)).toEqual(['After']);
    expect(await textsOf(wei, conversationId)).toEqual(['Before', 'After']);
  });

  it('is full at five hundred', async () => {
    const conversationId = await createGroup(ana, [wei]);
    await city.sql('update chat_conversation set member_count = 500 where conversation_id = $1', [
      conversationId,
    ]);
    const memberIds = [idOf(eve)];
    expect(await ana.refused('chat.addMembers', { conversationId, memberIds })).toBe('group_full');
  });
});

describe('members', () => {
  it('are removed by the owner only, and read on what they saw', async () => {
    const conversationId = await createGroup(ana, [wei, eve]);
    await say(eve, conversationId, 'Hello');
    const remove = (from: TestPerson, memberId: PersonId) =>
      from.call('chat.removeMember', { conversationId, memberId });
    expect(await remove(wei, idOf(eve))).toMatchObject({ error: 'forbidden' });
    expect(await remove(ana, idOf(ana))).toMatchObject({ error: 'self_action' });
    expect(await remove(ana, idOf(outsider))).toMatchObject({ error: 'person_not_found' });
    expect((await remove(ana, idOf(eve))).ok).toBe(true);
    expect(await remove(ana, idOf(eve))).toMatchObject({ error: 'person_not_found' });
    await say(ana, conversationId, 'She is gone');
    expect(await textsOf(eve, conversationId)).toEqual(['Hello']);
    const asked = { conversationId, clientId: newClientId(), message: text('And I?') };
    expect(await eve.refused('chat.sendMessage', asked)).toBe('not_member');
    await city.settle();
    const { head } = await eve.must('chat.getHead', { conversationId });
    expect(head.inbox.leftSeq).toBe(4);
  });

  it('leave, and the owner’s role passes on', async () => {
    const conversationId = await createGroup(ana, [wei, eve], 'Choir');
    await ana.must('chat.leaveGroup', { conversationId });
    const { head } = await wei.must('chat.getHead', { conversationId });
    expect(head.conversation).toMatchObject({ ownerId: idOf(wei), memberCount: 2 });
    expect(await bodiesOf(wei, conversationId)).toEqual([
      ...['created', 'membersAdded', 'memberLeft', 'ownerChanged'],
    ]);
    const where = { conversationId };
    expect(await ana.refused('chat.leaveGroup', where)).toBe('not_member');
    expect(await ana.refused('chat.renameGroup', { ...where, name: 'X' })).toBe('not_member');
    const memberIds = [idOf(eve)];
    expect(await ana.refused('chat.addMembers', { ...where, memberIds })).toBe('not_member');
    const memberId = idOf(eve);
    expect(await ana.refused('chat.removeMember', { ...where, memberId })).toBe('not_member');
  });

  it('rename the group', async () => {
    const conversationId = await createGroup(ana, [wei]);
    const socket = await ana.socket();
    await wei.must('chat.renameGroup', { conversationId, name: 'Hikes' });
    const { entry } = await socket.event('chat.entryAppended');
    expect(entry.body).toEqual({ type: 'renamed', name: 'Hikes' });
    socket.close();
    const { head } = await ana.must('chat.getHead', { conversationId });
    expect(head.conversation.name).toBe('Hikes');
  });

  it('are asked for in pages', async () => {
    const conversationId = await createGroup(ana, [wei, eve]);
    const wrong = { conversationId, cursor: 'nowhere' };
    expect(await ana.refused('chat.listMembers', wrong)).toBe('invalid');
    const { next } = await ana.must('chat.listMembers', { conversationId });
    expect(next).toBeNull();
  });
});

describe('what works in groups', () => {
  it('is refused elsewhere, and to outsiders', async () => {
    const memberIds = [idOf(eve)];
    const refusals = async (person: TestPerson, conversationId: ConversationId) => [
      await person.refused('chat.addMembers', { conversationId, memberIds }),
      await person.refused('chat.removeMember', { conversationId, memberId: idOf(wei) }),
      await person.refused('chat.leaveGroup', { conversationId }),
      await person.refused('chat.renameGroup', { conversationId, name: 'X' }),
    ];
    const direct = await openDirect(ana, wei);
    expect(await refusals(ana, direct)).toEqual(Array(4).fill('not_group'));
    const group = await createGroup(ana, [wei]);
    expect(await refusals(outsider, group)).toEqual(Array(4).fill('conversation_unknown'));
    expect(await refusals(outsider, noId())).toEqual(Array(4).fill('conversation_unknown'));
  });
});
