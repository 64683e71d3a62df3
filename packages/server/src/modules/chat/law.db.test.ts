import type { ClientId, ConversationId, PersonId } from '@plaza/base';
import type { Entry, EntryBody, EventPayload, Head, InboxItem } from '@plaza/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCity, value, type City, type Told } from './testing.ts';

// The law of sync: applying what one was told gives what a fresh fetch gives.

let city: City;
beforeAll(async () => {
  city = await createCity();
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city.close();
});

type State = Map<ConversationId, Head>;
type ToldEntry = { conversationId: ConversationId; entry: Entry; target?: Entry };
type Gone = EventPayload<'chat.messagesGone'>;
type Hidden = { conversationId: ConversationId; seqs: number[] };

const placeOf = ({ seq, senderId, clientId, at }: Entry) => ({ seq, senderId, clientId, at });
const hide = (entry: Entry): Entry => ({ ...placeOf(entry), body: { type: 'hidden' } });

/** What is gone for everybody; what I deleted for me stays so. */
const blank = (entry: Entry, body: EntryBody): Entry =>
  entry.body.type === 'hidden' ? entry : { ...placeOf(entry), body };

/** By its own clock a device shows what is over as expired. */
function age(entry: Entry): Entry {
  const isOver = Date.parse(entry.expiresAt ?? '9999-01-01') <= city.clock.nowMs();
  return isOver ? { ...placeOf(entry), body: { type: 'expired' } } : entry;
}

function mentions({ senderId, body }: Entry, viewer: PersonId): boolean {
  if (body.type !== 'message' || body.message.type !== 'text' || senderId === viewer) return false;
  const { mentions: people, mentionsAll } = body.message;
  return mentionsAll === true || (people?.includes(viewer) ?? false);
}

async function fetchAll(viewer: PersonId): Promise<State> {
  const state: State = new Map();
  let cursor: string | undefined;
  do {
    const page = value(await city.chat.heads.list(viewer, { cursor }));
    for (const head of page.heads) state.set(head.conversation.conversationId, head);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return state;
}

const counts = ({ body, senderId }: Entry, viewer: PersonId) =>
  body.type === 'message' && senderId !== viewer;

/** A head after the next entry of its log. */
function grown(
  { conversation, inbox }: Head,
  { entry, target, viewer }: { entry: Entry; target: Entry | undefined; viewer: PersonId },
): Head {
  const name = entry.body.type === 'renamed' ? entry.body.name : conversation.name;
  const unread = Math.min(100, inbox.unread + (counts(entry, viewer) ? 1 : 0));
  const isCalled = mentions(entry, viewer) && inbox.mentionSeqs.length < 20;
  const mentionSeqs = isCalled ? [...inbox.mentionSeqs, entry.seq] : inbox.mentionSeqs;
  const last = conversation.lastEntry;
  const isSeen = last?.seq === target?.seq && last?.body.type !== 'hidden';
  const lastEntry = entry.body.type !== 'changed' ? entry : isSeen ? (target ?? last) : last;
  return {
    conversation: { ...conversation, name, lastSeq: entry.seq, lastEntry },
    inbox: { ...inbox, unread, mentionSeqs, unreadAtSeq: entry.seq },
  };
}

/** Empties what a list shows of a conversation, if it is one of these places. */
function emptyLast(
  state: State,
  { conversationId, seqs, body }: Hidden & { body: EntryBody },
): void {
  const head = state.get(conversationId);
  const last = head?.conversation.lastEntry;
  if (!head || !last || !seqs.includes(last.seq)) return;
  const conversation = { ...head.conversation, lastEntry: blank(last, body) };
  state.set(conversationId, { ...head, conversation });
}

/** A small client: what it cannot work out from an event it asks for. */
function createReplica(viewer: PersonId) {
  const state: State = new Map();
  const stale = new Set<ConversationId>();
  /** What was counted as unread and will not be there for ever. */
  const expiring: ToldEntry[] = [];

  function applyEntry({ conversationId, entry, target }: ToldEntry): void {
    const head = state.get(conversationId);
    if (head === undefined) {
      stale.add(conversationId);
      return;
    }
    const { conversation, inbox } = head;
    if (entry.seq <= conversation.lastSeq) return;
    const isNext = entry.seq === conversation.lastSeq + 1;
    const isCounted = counts(entry, viewer);
    const isPlain = ['message', 'renamed', 'changed'].includes(entry.body.type);
    if (!isNext || !isPlain) stale.add(conversationId);
    // Perhaps it was counted as unread, or shown in the list; who joined later sees neither.
    const { body } = entry;
    const isRecalled = body.type === 'changed' && body.how === 'recalled';
    if (isRecalled && body.seq > inbox.readSeq) stale.add(conversationId);
    if (isCounted && entry.expiresAt !== undefined) expiring.push({ conversationId, entry });
    state.set(conversationId, grown(head, { entry, target, viewer }));
  }

  function applyInbox(inbox: InboxItem): void {
    const head = state.get(inbox.conversationId);
    if (head === undefined || inbox.leftSeq !== head.inbox.leftSeq) {
      stale.add(inbox.conversationId);
      return;
    }
    const { conversation } = head;
    const isCleared = (conversation.lastEntry?.seq ?? 0) <= inbox.clearedSeq;
    state.set(inbox.conversationId, {
      conversation: { ...conversation, lastEntry: isCleared ? null : conversation.lastEntry },
      inbox,
    });
    // Counted at another end of the log than what is here: count again.
    if (inbox.unreadAtSeq !== conversation.lastSeq) stale.add(inbox.conversationId);
  }

  return {
    state,
    stale,
    apply({ name, payload }: Told): void {
      if (name === 'chat.entryAppended') {
        applyEntry(payload as ToldEntry);
      } else if (name === 'chat.messagesHidden') {
        emptyLast(state, { ...(payload as Hidden), body: { type: 'hidden' } });
      } else if (name === 'chat.messagesGone') {
        const { conversationId, seqs } = payload as Gone;
        const readSeq = state.get(conversationId)?.inbox.readSeq ?? Infinity;
        if (seqs.some((seq) => seq > readSeq)) stale.add(conversationId);
        emptyLast(state, payload as Gone);
      } else if (name === 'chat.inboxChanged') {
        applyInbox((payload as { inbox: InboxItem }).inbox);
      } else if (name === 'chat.conversationJoined') {
        const { head } = payload as { head: Head };
        state.set(head.conversation.conversationId, head);
        stale.add(head.conversation.conversationId);
      }
    },
    /** What the clock alone changes. */
    wait: () => passTime({ state, stale }, expiring),
  };
}

function passTime(
  { state, stale }: { state: State; stale: Set<ConversationId> },
  expiring: readonly ToldEntry[],
): void {
  for (const { conversationId, entry } of expiring) {
    const isUnread = entry.seq > (state.get(conversationId)?.inbox.readSeq ?? 0);
    if (isUnread && age(entry) !== entry) stale.add(conversationId);
  }
  for (const [id, { conversation, inbox }] of state) {
    const last = conversation.lastEntry;
    const lastEntry = last === null ? null : age(last);
    state.set(id, { conversation: { ...conversation, lastEntry }, inbox });
  }
}

/** The entries of a conversation as a device holds them that heard everything. */
function replay(viewer: PersonId, id: ConversationId): Map<number, Entry> {
  const held = new Map<number, Entry>();
  const told = city.told(viewer);
  const entries = told.flatMap(({ name, payload }) =>
    name === 'chat.entryAppended' ? [payload as ToldEntry] : [],
  );
  const here = entries.filter(({ conversationId }) => conversationId === id);
  for (const { entry, target } of here.toSorted((a, b) => a.entry.seq - b.entry.seq)) {
    held.set(entry.seq, entry);
    if (target !== undefined && held.has(target.seq)) held.set(target.seq, target);
  }
  for (const { name, payload } of told) {
    if (name === 'chat.messagesGone') {
      const { conversationId, seqs, body } = payload as Gone;
      if (conversationId !== id) continue;
      for (const seq of seqs) if (held.has(seq)) held.set(seq, blank(held.get(seq) as Entry, body));
    }
    if (name !== 'chat.messagesHidden') continue;
    const { conversationId, seqs } = payload as Hidden;
    if (conversationId !== id) continue;
    for (const seq of seqs) if (held.has(seq)) held.set(seq, hide(held.get(seq) as Entry));
  }
  return new Map([...held].map(([seq, entry]) => [seq, age(entry)]));
}

async function fetchLog(viewer: PersonId, id: ConversationId): Promise<Entry[]> {
  const all: Entry[] = [];
  for (let after = 0; ; after = all.at(-1)?.seq ?? 0) {
    const range = { after, limit: 7 };
    const { entries, targets } = value(await city.chat.reading.listEntries(viewer, id, range));
    if (entries.length === 0) return all;
    // Who reads on takes the targets over what they read before.
    for (const target of targets) {
      const index = all.findIndex(({ seq }) => seq === target.seq);
      if (index >= 0) expect(all[index]).toEqual(target);
    }
    all.push(...entries);
  }
}

const who = fc.nat(2);
const changes = ['recall', 'edit', 'react', 'hideOne', 'timer', 'wait', 'sweep', 'poll'] as const;
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constantFrom(...changes), a: who, b: who }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('say' as const), a: who, b: who }) },
  fc.record({ do: fc.constant('direct' as const), a: who, b: who }),
  fc.record({ do: fc.constant('group' as const), a: who, b: who }),
  fc.record({ do: fc.constant('say' as const), a: who, b: who }),
  fc.record({ do: fc.constant('read' as const), a: who, b: who }),
  fc.record({ do: fc.constant('clear' as const), a: who, b: who }),
  fc.record({ do: fc.constant('pin' as const), a: who, b: who }),
  fc.record({ do: fc.constant('hide' as const), a: who, b: who }),
  fc.record({ do: fc.constant('add' as const), a: who, b: who }),
  fc.record({ do: fc.constant('remove' as const), a: who, b: who }),
  fc.record({ do: fc.constant('leave' as const), a: who, b: who }),
  fc.record({ do: fc.constant('rename' as const), a: who, b: who }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const done = new Map<string, number>();
async function counted(name: string, outcome: Promise<{ ok: boolean; reason?: string }>) {
  const { ok, reason } = await outcome;
  const key = ok ? name : `${name} ${reason}`;
  done.set(key, (done.get(key) ?? 0) + 1);
}

/** The newest messages, as a person sees them. */
async function newest(viewer: PersonId, id: ConversationId): Promise<Entry[]> {
  const { entries } = value(await city.chat.reading.listEntries(viewer, id, { limit: 20 }));
  return entries.filter(({ body }) => body.type === 'message');
}

type Asked = { viewerId: PersonId; conversationId: ConversationId; clientId: ClientId };

/** Votes if the message is a poll, and else asks something. */
async function ask({ clientId, seq, ...where }: Asked & { seq: number }) {
  const voted = await city.chat.changes.polls.vote({ ...where, seq }, [seq % 2]);
  if (voted.ok || voted.reason !== 'message_unknown') return voted;
  const options = { options: ['a', 'b'], multiple: false, anonymous: seq % 3 === 0 };
  const message = { type: 'poll' as const, question: '?', ...options };
  const { viewerId: senderId, conversationId } = where;
  return city.chat.send({ conversationId, senderId, clientId, message });
}

/** One step by person `a` on the conversation made `b` from last; refusals are part of life. */
async function perform(people: readonly PersonId[], made: ConversationId[], now: Step) {
  const { chat } = city;
  const a = people[now.a] as PersonId;
  const b = people[now.b] as PersonId;
  const clientId = city.newId<ClientId>();
  if (now.do === 'direct' || now.do === 'group') {
    const memberIds = people.filter((personId) => personId !== a);
    const outcome =
      now.do === 'direct'
        ? await chat.direct.open(a, b)
        : await chat.groups.create(a, { clientId, name: null, memberIds });
    if (outcome.ok) made.push(outcome.value.head.conversation.conversationId);
    return;
  }
  const conversationId = made.at(-1 - now.b) ?? made.at(-1);
  if (conversationId === undefined) return;
  const where = { viewerId: a, conversationId };
  const { lastSeq } = value(await chat.heads.get(a, conversationId)).head.conversation;
  const calls = now.b === 0 ? { mentions: [b] } : now.b === 1 ? { mentionsAll: true as const } : {};
  const message = { type: 'text' as const, text: `by ${now.a}`, ...calls };
  const messages = await newest(a, conversationId);
  const own = messages.filter(({ senderId }) => senderId === a);
  const texts = own.filter(({ body }) => body.type === 'message' && body.message.type === 'text');
  const among = now.do === 'edit' ? texts : now.b > 0 ? own : messages;
  const seq = (among.at(-1 - now.b) ?? among.at(-1))?.seq ?? 1;
  const target = { ...where, seq };
  const edit = { text: `edited ${lastSeq}`, clientId };
  const run: Record<Exclude<Step['do'], 'direct' | 'group'>, () => Promise<unknown>> = {
    say: () => counted('say', chat.send({ conversationId, senderId: a, clientId, message })),
    recall: () => counted('recall', chat.changes.recall(target)),
    edit: () => counted('edit', chat.changes.edit(target, edit)),
    react: () => counted('react', chat.changes.react(target, now.b > 0 ? '👍' : '👎')),
    hideOne: () => counted('hideOne', chat.changes.hide(a, conversationId, [seq])),
    timer: () => counted('timer', chat.changes.setTimer(where, now.b > 0 ? 3_600 : null)),
    poll: () => counted('poll', ask({ ...where, clientId, seq })),
    wait: async () => city.clock.skip(now.b > 1 ? 3_700_000 : 60_000),
    sweep: () => chat.sweepExpired(),
    read: () => chat.inbox.change(a, conversationId, { kind: 'read', seq: lastSeq - now.b }),
    clear: () => chat.inbox.change(a, conversationId, { kind: 'clear', seq: lastSeq - now.b }),
    pin: () => chat.inbox.change(a, conversationId, { kind: 'set', pinned: now.b > 0 }),
    hide: () => chat.inbox.change(a, conversationId, { kind: 'set', hidden: now.b > 0 }),
    add: () => chat.groups.add(where, [b]),
    remove: () => chat.groups.remove(where, b),
    leave: () => chat.groups.leave(where),
    rename: () => chat.groups.rename(where, `name ${lastSeq}`),
  };
  await run[now.do]();
}

/** Waits until everybody was told the last entry that they may see. */
async function quiet(people: readonly PersonId[]): Promise<void> {
  await city.outbox.settle();
  for (const viewer of people) {
    for (const { conversation } of (await fetchAll(viewer)).values()) {
      const { conversationId, lastSeq } = conversation;
      const isTold = () =>
        city.told(viewer).some(({ name, payload }) => {
          if (name !== 'chat.entryAppended') return false;
          const told = payload as { conversationId: ConversationId; entry: Entry };
          return told.conversationId === conversationId && told.entry.seq === lastSeq;
        });
      if (lastSeq > 0) await expect.poll(isTold, { timeout: 10_000, interval: 5 }).toBe(true);
    }
  }
}

/** Every life begins with one change of each kind, whatever chance brings after it. */
const opening: readonly Step[] = [
  { do: 'group', a: 0, b: 1 },
  { do: 'say', a: 0, b: 2 },
  { do: 'say', a: 1, b: 2 },
  { do: 'edit', a: 0, b: 0 },
  { do: 'react', a: 1, b: 0 },
  { do: 'hideOne', a: 1, b: 1 },
  { do: 'poll', a: 0, b: 1 },
  { do: 'timer', a: 0, b: 1 },
  { do: 'say', a: 1, b: 2 },
  { do: 'recall', a: 0, b: 0 },
];

test('what one is told adds up to what one would fetch', async () => {
  const life = fc.array(step, { minLength: 30, maxLength: 60 });
  let stepsTaken = 0;
  await fc.assert(
    fc.asyncProperty(life, fc.boolean(), async (steps, atOnce) => {
      const people = [city.person('A'), city.person('B'), city.person('C')];
      city.befriend(...people);
      const made: ConversationId[] = [];
      for (const now of opening) await perform(people, made, now);
      if (atOnce) await Promise.all(steps.map((now) => perform(people, made, now).catch(foreign)));
      else for (const now of steps) await perform(people, made, now).catch(foreign);
      await quiet(people);
      stepsTaken += steps.length;
      for (const viewer of people) {
        const replica = createReplica(viewer);
        for (const told of city.told(viewer)) replica.apply(told);
        replica.wait();
        const fetched = await fetchAll(viewer);
        // The law with questions: what was asked for must exist for the viewer …
        for (const id of replica.stale) {
          const answer = value(await city.chat.heads.get(viewer, id)).head;
          replica.state.set(id, answer);
        }
        // A hidden conversation in which nothing ever happened is on nobody's list.
        for (const [id, { conversation, inbox }] of replica.state) {
          if (inbox.hiddenSeq === 0 && conversation.lastSeq === 0) replica.state.delete(id);
        }
        // … and the rest must be exact without any.
        expect(replica.state).toEqual(fetched);
        for (const [id, { inbox }] of fetched) {
          const held = replay(viewer, id);
          // Who left is told of recalls alone, and sees no later edit; reactions and votes of
          // which they were not told they see as they are now.
          const unheard = await changedAfter(id, inbox.leftSeq);
          for (const entry of await fetchLog(viewer, id)) {
            if (!held.has(entry.seq) || unheard.has(entry.seq)) continue;
            expect(held.get(entry.seq)).toEqual(entry);
          }
        }
      }
    }),
    { numRuns: 10, endOnFailure: true },
  );
  expect(stepsTaken).toBeGreaterThan(100);
  for (const name of ['recall', 'edit', 'react', 'hideOne', 'timer', 'poll']) {
    expect(done.get(name) ?? 0, name).toBeGreaterThan(0);
  }
  expect(await contradictions()).toEqual([]);
}, 120_000);

/** What somebody reacted to or voted on after somebody else had left. */
async function changedAfter(id: ConversationId, leftSeq: number | null): Promise<Set<number>> {
  const { rows } = await city.db.query<{ seq: number }>(
    `select (body ->> 'seq')::float8 as seq from chat_entry
     where conversation_id = $1 and type = 'changed' and seq > $2
       and body ->> 'how' in ('reacted', 'voted', 'pollClosed')`,
    [id, leftSeq ?? Number.MAX_SAFE_INTEGER],
  );
  return new Set(rows.map(({ seq }) => seq));
}

/** Conversations whose row says something else than their entries and members. */
async function contradictions(): Promise<unknown[]> {
  const { rows } = await city.db.query(
    `select c.conversation_id, c.last_seq, e.entries, c.member_count, m.members, m.owners
     from chat_conversation c
     cross join lateral (
       select count(*) as entries, coalesce(max(seq), 0) as top from chat_entry e
       where e.conversation_id = c.conversation_id
     ) e
     cross join lateral (
       select count(*) as members, count(*) filter (where role = 'owner') as owners,
         bool_and(role <> 'owner' or person_id = c.owner_id) as agrees
       from chat_member m where m.conversation_id = c.conversation_id and left_seq is null
     ) m
     where e.entries <> c.last_seq or e.top <> c.last_seq or m.members <> c.member_count
       or not coalesce(m.agrees, true)
       or m.owners <> case when c.kind = 'group' and m.members > 0 then 1 else 0 end`,
  );
  return rows;
}

/** Asking about a conversation that one never was in is refused; anything else is an error. */
function foreign(error: unknown): void {
  if (!String(error).includes('conversation_unknown')) throw error;
}

test('plain talk needs no questions at all', async () => {
  const people = [city.person('A'), city.person('B')] as [PersonId, PersonId];
  city.befriend(...people);
  const [anna, ben] = people;
  const { head } = value(await city.chat.direct.open(anna, ben));
  const { conversationId } = head.conversation;
  await quiet(people);
  value(await city.chat.direct.open(ben, anna));
  await quiet(people);
  const replica = createReplica(ben);
  for (const told of city.told(ben)) replica.apply(told);
  replica.stale.clear();
  const from = city.told(ben).length;
  for (let n = 0; n < 5; n += 1) {
    const message = { type: 'text', text: String(n) } as const;
    const clientId = city.newId<ClientId>();
    value(await city.chat.send({ conversationId, senderId: anna, clientId, message }));
  }
  await quiet(people);
  value(await city.chat.inbox.change(ben, conversationId, { kind: 'read', seq: 3 }));
  value(await city.chat.inbox.change(ben, conversationId, { kind: 'draft', text: 'hm' }));
  await quiet(people);
  for (const told of city.told(ben).slice(from)) replica.apply(told);
  expect(replica.stale).toEqual(new Set());
  expect(replica.state).toEqual(await fetchAll(ben));
  expect(replica.state.get(conversationId)?.inbox).toMatchObject({ unread: 2, unreadAtSeq: 5 });
});
