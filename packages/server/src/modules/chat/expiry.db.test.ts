import type { ClientId, ConversationId, PersonId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { belongings, everything, heard, put, text } from './changes/testing.ts';
import { createCity, openDirect, openGroup, say, value, type City } from './testing.ts';

let city: City;
beforeAll(async () => {
  city = await createCity();
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city.close();
});

const hourMs = 3_600_000;
const soon = { timeout: 10_000 };

async function pair(): Promise<{ anna: PersonId; ben: PersonId; id: ConversationId }> {
  const [anna, ben] = [city.person('Anna'), city.person('Ben')];
  city.befriend(anna, ben);
  const id = await openDirect(city, anna, ben);
  return { anna, ben, id };
}

/** A direct conversation whose messages stay for an hour. */
async function fleeting() {
  const made = await pair();
  const where = { viewerId: made.anna, conversationId: made.id };
  value(await city.chat.changes.setTimer(where, 3_600));
  return made;
}

const head = async (viewer: PersonId, id: ConversationId) =>
  value(await city.chat.heads.get(viewer, id)).head;

describe('the timer of a conversation', () => {
  it('is set by both of two, by leaders of a group, and told as an entry', async () => {
    const { anna, ben, id } = await pair();
    const { setTimer } = city.chat.changes;
    value(await setTimer({ viewerId: ben, conversationId: id }, 86_400));
    value(await setTimer({ viewerId: anna, conversationId: id }, 86_400));
    expect((await head(anna, id)).conversation).toMatchObject({ timerSeconds: 86_400, lastSeq: 1 });
    await expect
      .poll(() => heard(city, anna, id).at(-1)?.entry.body, soon)
      .toEqual({ type: 'timerSet', seconds: 86_400 });
    const group = await openGroup(city, [anna, ben]);
    const refused = await setTimer({ viewerId: ben, conversationId: group }, 3_600);
    expect(refused).toMatchObject({ reason: 'forbidden' });
    value(await setTimer({ viewerId: anna, conversationId: group }, 3_600));
  });

  it('holds for what is sent from then on', async () => {
    const { anna, ben, id } = await pair();
    const { setTimer } = city.chat.changes;
    const stays = await put(city, anna, { to: id, message: text('stays') });
    value(await setTimer({ viewerId: anna, conversationId: id }, 3_600));
    const sent = value(await say(city, anna, { to: id, text: 'goes' }));
    expect(Date.parse(sent.expiresAt ?? '') - Date.parse(sent.at)).toBe(hourMs);
    value(await setTimer({ viewerId: ben, conversationId: id }, null));
    city.clock.skip(hourMs + 1_000);
    const entry = async (seq: number) => city.chat.reading.getEntry(ben, id, seq);
    expect((await entry(stays))?.body.type).toBe('message');
    expect((await entry(sent.seq))?.body).toEqual({ type: 'expired' });
  });
});

describe('a message whose time is over', () => {
  it('is expired to everybody at once, and counts no more', async () => {
    const { anna, ben, id } = await fleeting();
    const seq = await put(city, anna, { to: id, message: { ...text('x'), mentions: [ben] } });
    expect((await head(ben, id)).inbox).toMatchObject({ unread: 1, mentionSeqs: [seq] });
    city.clock.skip(hourMs + 1_000);
    const { conversation, inbox } = await head(ben, id);
    expect(inbox).toMatchObject({ unread: 0, mentionSeqs: [] });
    expect(conversation.lastEntry).toMatchObject({ seq, body: { type: 'expired' } });
    expect(conversation.lastEntry).not.toHaveProperty('expiresAt');
    const where = { viewerId: ben, conversationId: id, seq };
    const { changes } = city.chat;
    expect(await changes.react(where, '👍')).toMatchObject({ reason: 'message_unknown' });
    expect(await changes.details.versions(where)).toMatchObject({ reason: 'message_unknown' });
  });

  it('is nowhere in the database after the sweep, and its copies are told of', async () => {
    const { anna, ben, id } = await fleeting();
    const gone: unknown[] = [];
    city.chat.onEntryGone(async (each) => void gone.push(each));
    const clientId = city.newId<ClientId>();
    const message = { ...text('ultramarin'), mentions: [ben] };
    const seq = await put(city, anna, { to: id, message, clientId });
    const where = { conversationId: id, seq };
    value(await city.chat.changes.react({ viewerId: ben, ...where }, '💙'));
    const edit = { text: 'kobaltblau', clientId: city.newId<ClientId>() };
    value(await city.chat.changes.edit({ viewerId: anna, ...where }, edit));
    expect(await everything(city)).toMatch(/ultramarin[^]*kobaltblau|kobaltblau[^]*ultramarin/);
    await city.chat.sweepExpired();
    expect((await city.chat.reading.getEntry(ben, id, seq))?.body.type).toBe('message');
    city.clock.skip(hourMs + 1_000);
    const before = await city.chat.reading.getEntry(ben, id, seq);
    expect(await city.chat.sweepExpired()).toBeGreaterThan(0);
    expect(await city.chat.reading.getEntry(ben, id, seq)).toEqual(before);
    await city.outbox.settle();
    expect(await everything(city)).not.toMatch(/ultramarin|kobaltblau|💙/);
    const none = { chat_edit: 0, chat_reaction: 0, chat_vote: 0, chat_mention: 0 };
    expect(await belongings(city, id, seq)).toEqual(none);
    expect(gone).toContainEqual({ conversationId: id, seqs: [seq], why: 'expired' });
    const again = await city.chat.send({ conversationId: id, senderId: anna, clientId, message });
    expect(value(again).seq).toBe(seq);
    expect(await city.chat.sweepExpired()).toBe(0);
  });

  it('is swept with many others, in many conversations, by two processes at once', async () => {
    await city.chat.sweepExpired();
    const made = await Promise.all(Array.from({ length: 3 }, fleeting));
    await Promise.all(
      made.flatMap(({ anna, id }) =>
        Array.from({ length: 300 }, (_, n) => say(city, anna, { to: id, text: `indigo ${n}` })),
      ),
    );
    city.clock.skip(hourMs + 1_000);
    const beside = city.another();
    const swept = await Promise.all([city.chat.sweepExpired(), beside.sweepExpired()]);
    expect(swept[0] + swept[1]).toBe(900);
    expect(await everything(city)).not.toContain('indigo');
  });
});

describe('two changes of one message at once', () => {
  const kinds = ['recall', 'edit', 'react', 'expire'] as const;
  type Kind = (typeof kinds)[number];

  /** Runs the first change up to its end and holds its commit until the second one waits for it. */
  async function race(first: Kind, second: Kind) {
    const { anna, ben, id } = await fleeting();
    const seq = await put(city, anna, { to: id, message: text('raced over') });
    const where = { conversationId: id, seq };
    const edit = { text: 'raced again', clientId: city.newId<ClientId>() };
    const run: Record<Kind, () => Promise<unknown>> = {
      recall: () => city.chat.changes.recall({ viewerId: anna, ...where }),
      edit: () => city.chat.changes.edit({ viewerId: anna, ...where }, edit),
      react: () => city.chat.changes.react({ viewerId: ben, ...where }, '👍'),
      expire: () => {
        // What waits already was judged by the time before.
        city.clock.skip(hourMs + 1_000);
        return city.chat.sweepExpired();
      },
    };
    // Both wait for the same lock, one after the other, and go when it is let go.
    const outcomes = await city.db.tx(async (tx) => {
      await tx.query('select from chat_conversation where conversation_id = $1 for no key update', [
        id,
      ]);
      const waits = async (count: number) => {
        const waiting = async () =>
          (await city.db.query('select from pg_locks where not granted')).rowCount ?? 0;
        await expect.poll(waiting, soon).toBeGreaterThanOrEqual(count);
      };
      const one = run[first]();
      await waits(1);
      const other = run[second]();
      await waits(2);
      return [one, other];
    });
    const [one, other] = await Promise.all(outcomes);
    const entry = await city.chat.reading.getEntry(ben, id, seq);
    return { one, other, entry, left: await belongings(city, id, seq), id };
  }

  const cases = kinds.flatMap((first) =>
    kinds.filter((second) => second !== first).map((second) => [first, second] as const),
  );
  it.each(cases)('%s, then %s', async (first, second) => {
    const { one, entry, left } = await race(first, second);
    if (first !== 'expire') expect(one).toMatchObject({ ok: true });
    if (second === 'expire' && first !== 'recall') expect(entry?.body.type).toBe('expired');
    const ends = [first, second].filter((kind) => kind === 'recall' || kind === 'expire');
    if (ends.length === 0) {
      expect(entry).toMatchObject({ body: { message: text('raced again') } });
      expect(entry?.reactions).toMatchObject([{ emoji: '👍' }]);
      expect(left).toMatchObject({ chat_edit: 1, chat_reaction: 1 });
      return;
    }
    // Whatever came first: nothing that the message was or had is left.
    expect(['recalled', 'expired']).toContain(entry?.body.type);
    expect(left).toEqual({ chat_edit: 0, chat_reaction: 0, chat_vote: 0, chat_mention: 0 });
    expect(Object.keys(entry ?? {}).toSorted()).toEqual(
      ['at', 'body', 'clientId', 'senderId', 'seq'].toSorted(),
    );
  });
});
