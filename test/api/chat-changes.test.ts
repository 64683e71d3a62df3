import type { ConversationId } from '@plaza/base';
import type { MessageBody, MethodName } from '@plaza/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { befriend, startCity, type TestCity } from './support/city.ts';
import type { TestPerson } from './support/person.ts';
import {
  createGroup,
  entryOf,
  newClientId,
  noId,
  openDirect,
  say,
  send,
  text,
  textsOf,
} from './support/talk.ts';

// What becomes of messages after they were sent.

const minuteMs = 60_000;

let city: TestCity;
let ana: TestPerson;
let wei: TestPerson;
let eve: TestPerson;
let lea: TestPerson;
beforeAll(async () => {
  city = await startCity();
  [ana, wei] = await city.contacts('Ana', 'Wei');
  eve = await city.signUp('Eve');
  lea = await city.signUp('Lea');
  await befriend(ana, lea, city.settle);
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const idOf = ({ me }: TestPerson) => me.personId;
const openPoll: MessageBody = {
  type: 'poll',
  ...{ question: 'Where?', options: ['Here', 'There'] },
  ...{ multiple: false, anonymous: false },
};

async function expectNowhere(words: string): Promise<void> {
  for (const table of ['chat_entry', 'chat_edit', 'kernel_outbox', 'sync_event']) {
    const exists = await city.sql('select to_regclass($1) as there', [table]);
    if (exists.rows[0]?.['there'] === null) continue;
    const found = await city.sql(`select from ${table} t where t::text like $1`, [`%${words}%`]);
    expect([table, found.rowCount]).toEqual([table, 0]);
  }
}

describe('a recall', () => {
  it('takes a message away from everybody, at once and for good', async () => {
    const conversationId = await openDirect(ana, wei);
    const socket = await wei.socket();
    const seq = await say(ana, conversationId, 'zanzibar');
    await ana.must('chat.recallMessage', { conversationId, seq });
    await ana.must('chat.recallMessage', { conversationId, seq });
    const told = await socket.event('chat.entryAppended', ({ target }) => target?.seq === seq);
    const body = { type: 'recalled', byId: idOf(ana) };
    expect(told.entry.body).toEqual({ type: 'changed', seq, how: 'recalled' });
    expect(told.target).toMatchObject({ seq, senderId: idOf(ana), body });
    expect(await entryOf(wei, conversationId, seq)).toEqual(told.target);
    const { entries } = await wei.must('chat.listEntries', { conversationId });
    expect(entries.filter((entry) => entry.body.type === 'changed')).toHaveLength(1);
    expect(await textsOf(wei, conversationId)).not.toContain('zanzibar');
    await city.settle();
    await expectNowhere('zanzibar');
    socket.close();
  });

  it('is for two minutes one’s own, and a leader’s at any time', async () => {
    const conversationId = await createGroup(ana, [wei, lea]);
    const seq = await say(wei, conversationId, 'Oh no');
    const where = { conversationId, seq };
    expect(await lea.refused('chat.recallMessage', where)).toBe('forbidden');
    city.clock.travel(2 * minuteMs + 1_000);
    expect(await wei.refused('chat.recallMessage', where)).toBe('recall_too_late');
    await ana.must('chat.recallMessage', where);
    const { body } = await entryOf(wei, conversationId, seq);
    expect(body).toEqual({ type: 'recalled', byId: idOf(ana) });
    await wei.must('chat.recallMessage', where);
  });

  it('leaves the client id with its message: sent again, it does not come back', async () => {
    const conversationId = await openDirect(ana, wei);
    const asked = { conversationId, clientId: newClientId(), message: text('Once more') };
    const { seq } = await ana.must('chat.sendMessage', asked);
    await ana.must('chat.recallMessage', { conversationId, seq });
    expect((await ana.must('chat.sendMessage', asked)).seq).toBe(seq);
    expect(await textsOf(wei, conversationId)).not.toContain('Once more');
  });

  it('moves nothing on the list and counts for nobody', async () => {
    const conversationId = await createGroup(ana, [wei]);
    const first = await say(ana, conversationId, 'One');
    const seq = await say(ana, conversationId, 'Two');
    const other = await createGroup(ana, [wei]);
    await ana.must('chat.recallMessage', { conversationId, seq });
    // A new group reaches its members' lists by the outbox, a moment after it exists.
    await city.settle();
    const { heads } = await wei.must('chat.listHeads', {});
    const order = heads.map(({ conversation }) => conversation.conversationId);
    expect(order.indexOf(other)).toBeLessThan(order.indexOf(conversationId));
    const { head } = await wei.must('chat.getHead', { conversationId });
    expect(head.conversation).toMatchObject({ lastSeq: seq + 1, lastEntry: { seq } });
    expect(head.inbox).toMatchObject({ unread: 1, unreadAtSeq: seq + 1 });
    expect(first).toBe(seq - 1);
  });
});

describe('an edit', () => {
  it('shows the new words, and how it read before', async () => {
    const conversationId = await openDirect(ana, wei);
    const socket = await wei.socket();
    const seq = await say(ana, conversationId, 'Teh end');
    const edit = { conversationId, seq, text: 'The end', clientId: newClientId() };
    await ana.must('chat.editMessage', edit);
    await ana.must('chat.editMessage', edit);
    await ana.must('chat.editMessage', { ...edit, text: 'The End', clientId: newClientId() });
    await socket.event(
      'chat.entryAppended',
      ({ target }) =>
        target?.body.type === 'message' &&
        target.body.message.type === 'text' &&
        target.body.message.text === 'The End',
    );
    socket.close();
    const entry = await entryOf(wei, conversationId, seq);
    expect(entry.body).toEqual({ type: 'message', message: text('The End') });
    expect(entry.editedAt).toBeTypeOf('string');
    const { versions } = await wei.must('chat.listEdits', { conversationId, seq });
    expect(versions.map((version) => version.text)).toEqual(['Teh end', 'The end']);
  });

  it('is of one’s own text or caption, for 24 hours', async () => {
    const conversationId = await openDirect(ana, wei);
    const seq = await say(ana, conversationId, 'Mine');
    const edit = (of: number) => ({ conversationId, seq: of, text: 'X', clientId: newClientId() });
    expect(await wei.refused('chat.editMessage', edit(seq))).toBe('forbidden');
    const poll = await send(ana, conversationId, openPoll);
    expect(await ana.refused('chat.editMessage', edit(poll))).toBe('not_editable');
    expect(await ana.refused('chat.editMessage', { ...edit(seq), text: '' })).toBe('invalid');
    city.clock.travel(24 * 60 * minuteMs + 1_000);
    expect(await ana.refused('chat.editMessage', edit(seq))).toBe('edit_too_late');
  });

  it('waits while only leaders write', async () => {
    const conversationId = await createGroup(ana, [wei]);
    const seq = await say(wei, conversationId, 'Before');
    await ana.must('chat.setGroup', { conversationId, muteAll: true });
    const edit = { conversationId, seq, text: 'After', clientId: newClientId() };
    expect(await wei.refused('chat.editMessage', edit)).toBe('group_muted');
    const sent = { conversationId, clientId: newClientId(), message: text('Hello?') };
    expect(await wei.refused('chat.sendMessage', sent)).toBe('group_muted');
  });

  it('goes with the message when that is recalled', async () => {
    const conversationId = await openDirect(ana, wei);
    const seq = await say(ana, conversationId, 'mombasa');
    const edit = { conversationId, seq, text: 'nairobi', clientId: newClientId() };
    await ana.must('chat.editMessage', edit);
    await ana.must('chat.recallMessage', { conversationId, seq });
    const where = { conversationId, seq };
    expect(await wei.refused('chat.listEdits', where)).toBe('message_unknown');
    expect(await ana.refused('chat.editMessage', edit)).toBe('message_unknown');
    await city.settle();
    for (const words of ['mombasa', 'nairobi']) await expectNowhere(words);
  });
});

describe('reactions', () => {
  it('are one for each person, and all see who', async () => {
    const conversationId = await createGroup(ana, [wei, lea]);
    const seq = await say(ana, conversationId, 'Cake!');
    const react = (person: TestPerson, emoji: string | null) =>
      person.must('chat.setReaction', { conversationId, seq, emoji });
    await react(wei, '👍');
    await react(lea, '🎂');
    await react(wei, '🎂');
    const both = [idOf(wei), idOf(lea)].toSorted();
    const [shown, ...more] = (await entryOf(ana, conversationId, seq)).reactions ?? [];
    expect(more).toEqual([]);
    expect({ ...shown, personIds: shown?.personIds.toSorted() }).toEqual({
      ...{ emoji: '🎂', count: 2, personIds: both },
    });
    const asked = { conversationId, seq, emoji: '🎂' };
    const { personIds } = await ana.must('chat.listReactions', asked);
    expect(personIds.toSorted()).toEqual(both);
    await react(wei, null);
    await react(lea, null);
    expect((await entryOf(ana, conversationId, seq)).reactions).toBeUndefined();
    const wrong = { conversationId, seq, emoji: 'yes' };
    expect(await wei.refused('chat.setReaction', wrong)).toBe('invalid');
    const neither = { conversationId, seq };
    expect(await ana.refused('chat.listReactions', neither)).toBe('invalid');
  });

  it('are of twenty kinds at most', async () => {
    const conversationId = await createGroup(ana, [wei]);
    const seq = await say(ana, conversationId, 'Popular');
    const kinds = Array.from({ length: 20 }, (_, index) => {
      const emoji = String.fromCodePoint(0x1f600 + index);
      return { emoji, count: 1, personIds: [noId<string>()] };
    });
    await city.sql('update chat_entry set extra = $3 where conversation_id = $1 and seq = $2', [
      conversationId,
      seq,
      JSON.stringify({ reactions: kinds }),
    ]);
    const one = { conversationId, seq, emoji: '🦄' };
    expect(await wei.refused('chat.setReaction', one)).toBe('too_many_reactions');
  });
});

describe('what I delete for me', () => {
  it('is gone from all my devices, and from nobody else’s', async () => {
    const conversationId = await openDirect(ana, wei);
    const socket = await (await city.signIn(wei)).socket();
    const seq = await say(ana, conversationId, 'Embarrassing');
    await wei.must('chat.hideMessages', { conversationId, seqs: [seq] });
    expect(await socket.event('chat.messagesHidden')).toEqual({ conversationId, seqs: [seq] });
    socket.close();
    const mine = await entryOf(wei, conversationId, seq);
    expect(mine.body).toEqual({ type: 'hidden' });
    expect(await textsOf(ana, conversationId)).toContain('Embarrassing');
    const reacted = { conversationId, seq, emoji: '👍' };
    expect(await wei.refused('chat.setReaction', reacted)).toBe('message_unknown');
    expect(await eve.refused('chat.hideMessages', { conversationId, seqs: [1] })).toBe(
      'conversation_unknown',
    );
  });
});

describe('an answer', () => {
  it('names a place only, and keeps no copy of what was taken back', async () => {
    const conversationId = await createGroup(ana, [wei]);
    const seq = await say(ana, conversationId, 'Question');
    const answer = await send(wei, conversationId, { ...text('Answer'), replyTo: seq });
    expect((await entryOf(ana, conversationId, answer)).body).toEqual({
      type: 'message',
      message: { ...text('Answer'), replyTo: seq },
    });
    await ana.must('chat.recallMessage', { conversationId, seq });
    expect((await entryOf(wei, conversationId, seq)).body.type).toBe('recalled');
    for (const replyTo of [1, answer + 50]) {
      const message = { ...text('To nothing'), replyTo };
      const asked = { conversationId, clientId: newClientId(), message };
      expect(await wei.refused('chat.sendMessage', asked)).toBe('message_unknown');
    }
  });

  it('answers nothing from before one came', async () => {
    const conversationId = await createGroup(ana, [wei]);
    const seq = await say(ana, conversationId, 'Before');
    await ana.must('chat.addMembers', { conversationId, memberIds: [idOf(lea)] });
    const message = { ...text('What was that?'), replyTo: seq };
    const asked = { conversationId, clientId: newClientId(), message };
    expect(await lea.refused('chat.sendMessage', asked)).toBe('message_unknown');
    const { entries } = await lea.must('chat.getEntries', { conversationId, seqs: [seq] });
    expect(entries).toEqual([]);
  });
});

describe('mentions', () => {
  it('wait for whom they call, and are of members only', async () => {
    const conversationId = await createGroup(ana, [wei, lea]);
    const called = { ...text('@Wei come'), mentions: [idOf(wei)] };
    const seq = await send(ana, conversationId, called);
    const all = { ...text('@all come'), mentionsAll: true as const };
    const every = await send(ana, conversationId, all);
    const mentionsOf = async (person: TestPerson) =>
      (await person.must('chat.getHead', { conversationId })).head.inbox.mentionSeqs;
    expect(await mentionsOf(wei)).toEqual([seq, every]);
    expect(await mentionsOf(lea)).toEqual([every]);
    expect(await mentionsOf(ana)).toEqual([]);
    await ana.must('chat.recallMessage', { conversationId, seq: every });
    expect(await mentionsOf(lea)).toEqual([]);
    await wei.must('chat.markRead', { conversationId, seq: every });
    expect(await mentionsOf(wei)).toEqual([]);
    const ask = (person: TestPerson, message: object) =>
      person.refused('chat.sendMessage', {
        ...{ conversationId, clientId: newClientId(), message: message as never },
      });
    expect(await ask(wei, all)).toBe('forbidden');
    expect(await ask(ana, { ...text('@Eve'), mentions: [idOf(eve)] })).toBe('invalid');
  });
});

type Change = [MethodName, object];
const changes: Change[] = [
  ['chat.recallMessage', {}],
  ['chat.editMessage', { text: 'X', clientId: newClientId() }],
  ['chat.setReaction', { emoji: '👍' }],
  ['chat.votePoll', { options: [0] }],
  ['chat.closePoll', {}],
];
const looks: Change[] = [
  ['chat.listEdits', {}],
  ['chat.listReactions', { emoji: '👍' }],
  ['chat.getMyVote', {}],
];

async function answersTo(person: TestPerson, methods: readonly Change[], where: object) {
  const names = new Set<string>();
  for (const [method, input] of methods) {
    const { body } = await person.send(method, { ...where, ...input });
    names.add((body as { error?: string }).error ?? `${method} was accepted`);
  }
  return [...names];
}

describe('whatever is done to a message', () => {
  async function pollIn(conversationId: ConversationId) {
    return { conversationId, seq: await send(ana, conversationId, openPoll) };
  }

  it('is done by members, to messages that they see, where one may write', async () => {
    const conversationId = await createGroup(ana, [wei, lea]);
    await lea.must('chat.leaveGroup', { conversationId });
    const where = await pollIn(conversationId);
    expect(await answersTo(lea, changes, where)).toEqual(['not_member']);
    expect(await answersTo(eve, [...changes, ...looks], where)).toEqual(['conversation_unknown']);
    for (const seq of [1, 2, where.seq + 100]) {
      const nothing = { conversationId, seq };
      expect(await answersTo(ana, [...changes, ...looks], nothing)).toEqual(['message_unknown']);
    }
    await ana.must('chat.dissolveGroup', { conversationId });
    expect(await answersTo(ana, changes, where)).toEqual(['read_only']);
    const late = { conversationId, clientId: newClientId(), message: text('Late') };
    expect(await ana.refused('chat.sendMessage', late)).toBe('read_only');
  });

  /** Two people with a poll and a text of Bo's, and then something comes between them. */
  async function fallOut(how: (bo: TestPerson, cy: TestPerson) => Promise<unknown>) {
    const [bo, cy] = await city.contacts('Bo', 'Cy');
    const conversationId = await openDirect(bo, cy);
    const spoken = { conversationId, seq: await say(bo, conversationId, 'Of Bo') };
    const asked = { conversationId, seq: await send(bo, conversationId, openPoll) };
    await how(bo, cy);
    await city.settle();
    return { bo, spoken, asked, timer: { conversationId, seconds: 3_600 } as const };
  }
  const reaching = changes.filter(([method]) => /reaction|vote/i.test(method));
  const edits = changes.filter(([method]) => method === 'chat.editMessage');

  it.each([
    [
      'blocked',
      (bo: TestPerson, cy: TestPerson) => cy.must('contacts.block', { personId: idOf(bo) }),
    ],
    [
      'not_contact',
      (bo: TestPerson, cy: TestPerson) => cy.must('contacts.remove', { personId: idOf(bo) }),
    ],
  ] as const)('stops between two where one would be %s', async (refusal, how) => {
    const { bo, spoken, asked, timer } = await fallOut(how);
    expect(await answersTo(bo, reaching, asked)).toEqual([refusal]);
    expect(await answersTo(bo, edits, spoken)).toEqual([refusal]);
    expect(await bo.refused('chat.setTimer', timer)).toBe(refusal);
    // What was said may still be taken back: that reaches nobody.
    await bo.must('chat.recallMessage', spoken);
  });
});
