import type { ClientId, ConversationId, PersonId } from '@plaza/base';
import { api } from '@plaza/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createValidator } from '../../../kernel/rpc/index.ts';
import { createCity, openDirect, openGroup, say, value, type City } from '../testing.ts';
import { belongings, everything, heard, put, text } from './testing.ts';

let city: City;
beforeAll(async () => {
  city = await createCity();
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city.close();
});

const pageOf = createValidator(api.chat.listEntries.output);
const soon = { timeout: 10_000 };

async function pair(): Promise<{ anna: PersonId; ben: PersonId; id: ConversationId }> {
  const [anna, ben] = [city.person('Anna'), city.person('Ben')];
  city.befriend(anna, ben);
  return { anna, ben, id: await openDirect(city, anna, ben) };
}

async function group(count: number): Promise<{ people: PersonId[]; id: ConversationId }> {
  const people = Array.from({ length: count }, (_, n) => city.person(`P${n}`));
  city.befriend(...people);
  return { people, id: await openGroup(city, people) };
}

async function read(viewerId: PersonId, id: ConversationId, range = { after: 0, limit: 100 }) {
  const page = value(await city.chat.reading.listEntries(viewerId, id, range));
  expect(pageOf(page)).toEqual([]);
  return page;
}

const entryOf = (viewerId: PersonId, id: ConversationId, seq: number) =>
  city.chat.reading.getEntry(viewerId, id, seq);

const at = (viewerId: PersonId, conversationId: ConversationId, seq: number) => ({
  ...{ viewerId, conversationId, seq },
});
const edit = (words: string) => ({ text: words, clientId: city.newId<ClientId>() });

describe('a recalled message', () => {
  it('is gone from every row, and everybody is told what is left', async () => {
    const { people, id } = await group(3);
    const [anna, ben, carl] = people as [PersonId, PersonId, PersonId];
    const clientId = city.newId<ClientId>();
    const message = { ...text('zinnober'), mentions: [ben] };
    const seq = await put(city, anna, { to: id, message, clientId });
    value(await city.chat.changes.react(at(ben, id, seq), '👍'));
    value(await city.chat.changes.edit(at(anna, id, seq), edit('karmesin')));
    expect(await belongings(city, id, seq)).toMatchObject({ chat_edit: 1, chat_mention: 1 });
    value(await city.chat.changes.recall(at(anna, id, seq)));
    const left = { seq, senderId: anna, clientId, body: { type: 'recalled', byId: anna } };
    for (const viewer of [anna, ben, carl]) {
      expect(await entryOf(viewer, id, seq)).toEqual({ ...left, at: expect.any(String) });
      const last = () => heard(city, viewer, id).at(-1);
      await expect.poll(last, soon).toMatchObject({ target: left });
      expect(last()?.entry.body).toEqual({ type: 'changed', seq, how: 'recalled' });
    }
    const none = { chat_edit: 0, chat_reaction: 0, chat_vote: 0, chat_mention: 0 };
    expect(await belongings(city, id, seq)).toEqual(none);
    expect(await everything(city)).not.toMatch(/zinnober|karmesin/);
    const again = await city.chat.send({ conversationId: id, senderId: anna, clientId, message });
    expect(value(again).seq).toBe(seq);
    const count = heard(city, ben, id).length;
    value(await city.chat.changes.recall(at(anna, id, seq)));
    await city.outbox.settle();
    expect(heard(city, ben, id)).toHaveLength(count);
  });

  it('was taken back in time by its sender, or by a leader at any time', async () => {
    const { people, id } = await group(3);
    const [owner, ben, carl] = people as [PersonId, PersonId, PersonId];
    const own = await put(city, ben, { to: id, message: text('mine') });
    expect(await city.chat.changes.recall(at(carl, id, own))).toMatchObject({
      reason: 'forbidden',
    });
    city.clock.skip(2 * 60_000 + 1_000);
    expect(await city.chat.changes.recall(at(ben, id, own))).toMatchObject({
      reason: 'recall_too_late',
    });
    value(await city.chat.changes.recall(at(owner, id, own)));
    expect((await entryOf(ben, id, own))?.body).toEqual({ type: 'recalled', byId: owner });
    const direct = await pair();
    const seq = await put(city, direct.anna, { to: direct.id, message: text('to you') });
    const other = await city.chat.changes.recall(at(direct.ben, direct.id, seq));
    expect(other).toMatchObject({ reason: 'forbidden' });
  });

  it('tells those who keep copies, and nobody outside', async () => {
    const { anna, ben, id } = await pair();
    const gone: unknown[] = [];
    city.chat.onEntryGone(async (each) => void gone.push(each));
    const seq = await put(city, anna, { to: id, message: text('copied') });
    value(await city.chat.changes.recall(at(anna, id, seq)));
    await city.outbox.settle();
    expect(gone).toEqual([{ conversationId: id, seqs: [seq], why: 'recalled' }]);
    const stranger = await city.chat.changes.recall(at(city.person(), id, seq));
    expect(stranger).toMatchObject({ reason: 'conversation_unknown' });
    const nothing = await city.chat.changes.recall(at(ben, id, 99));
    expect(nothing).toMatchObject({ reason: 'message_unknown' });
  });
});

describe('a change', () => {
  it('is no news: the list stays as it is, and nothing more is unread', async () => {
    const { anna, ben, id } = await pair();
    const seq = await put(city, anna, { to: id, message: text('first') });
    const before = value(await city.chat.heads.get(ben, id)).head;
    value(await city.chat.changes.react(at(ben, id, seq), '❤️'));
    const { head } = value(await city.chat.heads.get(ben, id));
    expect(head.conversation).toMatchObject({ lastSeq: seq + 1, lastEntry: { seq } });
    expect(head.inbox).toMatchObject({ unread: before.inbox.unread, unreadAtSeq: seq + 1 });
    expect(head.conversation.lastEntry?.reactions).toEqual([
      { emoji: '❤️', count: 1, personIds: [ben] },
    ]);
    const page = value(await city.chat.heads.list(ben, { since: '0' }));
    expect(page.heads[0]?.conversation.lastSeq).toBe(seq + 1);
  });

  it('does not tell who joined later of what was there before them', async () => {
    const { people, id } = await group(2);
    const [owner, ben] = people as [PersonId, PersonId];
    const late = city.person('Late');
    city.befriend(owner, late);
    const seq = await put(city, owner, { to: id, message: text('before you') });
    value(await city.chat.groups.add({ viewerId: owner, conversationId: id }, [late]));
    await city.outbox.settle();
    value(await city.chat.changes.react(at(ben, id, seq), '🎉'));
    const changed = { entry: { body: { type: 'changed', seq, how: 'reacted' } } };
    await expect.poll(() => heard(city, late, id).at(-1), soon).toMatchObject(changed);
    expect(heard(city, late, id).at(-1)).not.toHaveProperty('target');
    await expect.poll(() => heard(city, ben, id).at(-1)?.target?.seq, soon).toBe(seq);
    expect((await read(late, id)).targets).toEqual([]);
    const denied = await city.chat.changes.react(at(late, id, seq), '🎉');
    expect(denied).toMatchObject({ reason: 'message_unknown' });
  });

  it('comes with its target where that is not in the page', async () => {
    const { anna, ben, id } = await pair();
    const seq = await put(city, anna, { to: id, message: text('far up') });
    value(await city.chat.changes.react(at(ben, id, seq), '👀'));
    const { entries, targets } = await read(ben, id, { after: seq, limit: 10 });
    expect(entries).toMatchObject([{ body: { type: 'changed', seq } }]);
    expect(targets).toMatchObject([{ seq, reactions: [{ emoji: '👀' }] }]);
    expect((await read(ben, id)).targets).toEqual([]);
  });
});

describe('an edited message', () => {
  it('shows that it was, keeps how it read, and is changed once by each edit', async () => {
    const { anna, ben, id } = await pair();
    const seq = await put(city, anna, { to: id, message: text('one') });
    const second = edit('two');
    value(await city.chat.changes.edit(at(anna, id, seq), second));
    value(await city.chat.changes.edit(at(anna, id, seq), edit('three')));
    value(await city.chat.changes.edit(at(anna, id, seq), second));
    const seen = await entryOf(ben, id, seq);
    expect(seen).toMatchObject({ body: { message: text('three') } });
    expect(seen?.editedAt).toBeDefined();
    const { versions } = value(await city.chat.changes.details.versions(at(ben, id, seq)));
    expect(versions.map((version) => version.text)).toEqual(['one', 'two']);
    expect(versions[0]?.at).toBe(seen?.at);
    expect((await read(ben, id)).lastSeq).toBe(seq + 2);
  });

  it('is sent again as what it was, and is no conflict, nor told as it was', async () => {
    const { anna, ben, id } = await pair();
    const clientId = city.newId<ClientId>();
    const seq = await put(city, anna, { to: id, message: text('draft'), clientId });
    value(await city.chat.changes.edit(at(anna, id, seq), edit('final')));
    await expect.poll(() => heard(city, ben, id).length, soon).toBe(2);
    expect(value(await say(city, anna, { to: id, text: 'draft', clientId })).seq).toBe(seq);
    value(await say(city, anna, { to: id, text: 'next' }));
    await expect.poll(() => heard(city, ben, id).at(-1)?.entry.seq, soon).toBe(seq + 2);
    expect(heard(city, ben, id)).toHaveLength(3);
  });

  it('is one’s own, of words, within a day, where one may write', async () => {
    const { anna, ben, id } = await pair();
    const seq = await put(city, anna, { to: id, message: text('mine') });
    const place = { type: 'location', latitude: 1, longitude: 2, name: 'Here' } as const;
    const there = await put(city, anna, { to: id, message: place });
    const { changes } = city.chat;
    const reasonOf = async (who: PersonId, where: number, words = 'x') => {
      const outcome = await changes.edit(at(who, id, where), edit(words));
      return outcome.ok ? 'ok' : outcome.reason;
    };
    expect(await reasonOf(ben, seq)).toBe('forbidden');
    expect(await reasonOf(anna, there)).toBe('not_editable');
    expect(await reasonOf(anna, seq, '')).toBe('invalid');
    city.rule(anna, ben, 'blocked');
    await city.db.tx((tx) => city.outbox.add(tx, 'contacts.relationChanged', { a: ben, b: anna }));
    await city.outbox.settle();
    expect(await reasonOf(anna, seq)).toBe('blocked');
    expect(await changes.react(at(anna, id, seq), '👍')).toMatchObject({ reason: 'blocked' });
    city.clock.skip(24 * 3_600_000 + 1_000);
    expect(await reasonOf(anna, seq)).toBe('edit_too_late');
  });
});

describe('reactions', () => {
  it('are one a person, of twenty kinds at most', async () => {
    const { people, id } = await group(24);
    const [anna, ben] = people as [PersonId, PersonId];
    const seq = await put(city, anna, { to: id, message: text('react!') });
    const kinds = Array.from('😀😃😄😁😆😅🤣😂🙂🙃😉😊😇🥰😍🤩😘😗😚😙');
    for (const [n, emoji] of kinds.entries()) {
      value(await city.chat.changes.react(at(people[n] as PersonId, id, seq), emoji));
    }
    const one = people[22] as PersonId;
    expect(await city.chat.changes.react(at(one, id, seq), '🐙')).toMatchObject({
      reason: 'too_many_reactions',
    });
    value(await city.chat.changes.react(at(one, id, seq), '😀'));
    value(await city.chat.changes.react(at(anna, id, seq), null));
    value(await city.chat.changes.react(at(ben, id, seq), '🐙'));
    const reactions = (await entryOf(anna, id, seq))?.reactions ?? [];
    expect(reactions.find(({ emoji }) => emoji === '😀')).toMatchObject({ personIds: [one] });
    expect(reactions.find(({ emoji }) => emoji === '😃')).toBeUndefined();
    expect(reactions).toHaveLength(20);
    const listed = await city.chat.changes.details.choosers(at(anna, id, seq), { emoji: '🐙' });
    expect(value(listed)).toEqual({ personIds: [ben], next: null });
    expect(await city.chat.changes.react(at(ben, id, seq), 'no')).toMatchObject({
      reason: 'invalid',
    });
  });
});

describe('a poll', () => {
  const poll = { type: 'poll', question: 'When?', options: ['Mon', 'Tue', 'Wed'] } as const;
  const message = (over: { multiple: boolean; anonymous: boolean }) => ({
    ...{ ...poll, options: [...poll.options], ...over },
  });

  it('counts each person once, until it is closed', async () => {
    const { people, id } = await group(3);
    const [anna, ben, carl] = people as [PersonId, PersonId, PersonId];
    const said = message({ multiple: false, anonymous: false });
    const seq = await put(city, anna, { to: id, message: said });
    const { polls, details } = city.chat.changes;
    expect(await polls.vote(at(ben, id, seq), [0, 1])).toMatchObject({ reason: 'invalid_choice' });
    expect(await polls.vote(at(ben, id, seq), [3])).toMatchObject({ reason: 'invalid_choice' });
    value(await polls.vote(at(ben, id, seq), [0]));
    value(await polls.vote(at(ben, id, seq), [2]));
    value(await polls.vote(at(carl, id, seq), [2]));
    value(await polls.vote(at(anna, id, seq), [1]));
    value(await polls.vote(at(anna, id, seq), []));
    expect(value(await details.myVote(at(ben, id, seq)))).toEqual({ options: [2] });
    expect(await polls.close(at(ben, id, seq))).toMatchObject({ reason: 'forbidden' });
    value(await polls.close(at(anna, id, seq)));
    expect(await polls.vote(at(ben, id, seq), [1])).toMatchObject({ reason: 'poll_closed' });
    expect((await entryOf(carl, id, seq))?.poll).toEqual({
      ...{ voters: 2, closed: true },
      options: [
        { count: 0, personIds: [] },
        { count: 0, personIds: [] },
        { count: 2, personIds: [ben, carl] },
      ],
    });
  });

  it('without names tells nobody who voted, not even by who moved the count', async () => {
    const { people, id } = await group(3);
    const [anna, ben, carl] = people as [PersonId, PersonId, PersonId];
    const seq = await put(city, anna, {
      ...{ to: id, message: message({ multiple: true, anonymous: true }) },
    });
    const { polls, details } = city.chat.changes;
    value(await polls.vote(at(ben, id, seq), [1, 2]));
    await expect.poll(() => heard(city, carl, id).at(-1)?.target?.poll?.voters, soon).toBe(1);
    const told = JSON.stringify(heard(city, carl, id).filter(({ entry }) => entry.seq >= seq));
    expect(told).not.toContain(ben);
    expect(JSON.stringify(await read(carl, id, { after: seq - 1, limit: 9 }))).not.toContain(ben);
    const listed = await details.choosers(at(anna, id, seq), { option: 1 });
    expect(listed).toMatchObject({ reason: 'forbidden' });
    expect(value(await details.myVote(at(ben, id, seq)))).toEqual({ options: [1, 2] });
  });
});

describe('a message that I deleted for me', () => {
  it('is hidden on my devices only, and so it stays', async () => {
    const { anna, ben, id } = await pair();
    const seq = await put(city, anna, { to: id, message: text('not for me') });
    value(await city.chat.changes.hide(ben, id, [seq, 77]));
    const mine = await entryOf(ben, id, seq);
    expect(mine).toMatchObject({ seq, body: { type: 'hidden' } });
    expect(value(await city.chat.heads.get(ben, id)).head.conversation.lastEntry).toEqual(mine);
    expect((await entryOf(anna, id, seq))?.body.type).toBe('message');
    const payload = { conversationId: id, seqs: [seq] };
    const hidden = () => city.told(ben).filter(({ name }) => name === 'chat.messagesHidden');
    await expect.poll(() => hidden().map((told) => told.payload), soon).toEqual([payload]);
    value(await city.chat.changes.edit(at(anna, id, seq), edit('still not')));
    expect((await read(ben, id)).entries[seq - 1]?.body).toEqual({ type: 'hidden' });
    expect(await city.chat.changes.react(at(ben, id, seq), '👍')).toMatchObject({
      reason: 'message_unknown',
    });
    value(await city.chat.changes.hide(ben, id, [seq]));
    expect(hidden()).toHaveLength(1);
    const stranger = await city.chat.changes.hide(city.person(), id, [seq]);
    expect(stranger).toMatchObject({ reason: 'conversation_unknown' });
  });
});
