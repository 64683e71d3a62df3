import type { ClientId, ConversationId, PersonId } from '@plaza/base';
import type { Entry, Head, InboxItem } from '@plaza/contract';
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

/** A small client: what it cannot work out from an event it asks for. */
function createReplica(viewer: PersonId) {
  const state: State = new Map();
  const stale = new Set<ConversationId>();

  function applyEntry(conversationId: ConversationId, entry: Entry): void {
    const head = state.get(conversationId);
    if (head === undefined) {
      stale.add(conversationId);
      return;
    }
    const { conversation, inbox } = head;
    if (entry.seq <= conversation.lastSeq) return;
    const isNext = entry.seq === conversation.lastSeq + 1;
    const isCounted = entry.body.type === 'message' && entry.senderId !== viewer;
    const isPlain = entry.body.type === 'message' || entry.body.type === 'renamed';
    if (!isNext || !isPlain) stale.add(conversationId);
    const name = entry.body.type === 'renamed' ? entry.body.name : conversation.name;
    const unread = Math.min(100, inbox.unread + (isCounted ? 1 : 0));
    state.set(conversationId, {
      conversation: { ...conversation, name, lastSeq: entry.seq, lastEntry: entry },
      inbox: { ...inbox, unread, unreadAtSeq: entry.seq },
    });
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
        const told = payload as { conversationId: ConversationId; entry: Entry };
        applyEntry(told.conversationId, told.entry);
      } else if (name === 'chat.inboxChanged') {
        applyInbox((payload as { inbox: InboxItem }).inbox);
      } else if (name === 'chat.conversationJoined') {
        const { head } = payload as { head: Head };
        state.set(head.conversation.conversationId, head);
        stale.add(head.conversation.conversationId);
      }
    },
  };
}

const who = fc.nat(2);
const step = fc.oneof(
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
  const message = { type: 'text', text: `by ${now.a}` } as const;
  const run: Record<Exclude<Step['do'], 'direct' | 'group'>, () => Promise<unknown>> = {
    say: () => chat.send({ conversationId, senderId: a, clientId, message }),
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

test('what one is told adds up to what one would fetch', async () => {
  const life = fc.array(step, { minLength: 5, maxLength: 40 });
  let stepsTaken = 0;
  await fc.assert(
    fc.asyncProperty(life, fc.boolean(), async (steps, atOnce) => {
      const people = [city.person('A'), city.person('B'), city.person('C')];
      city.befriend(...people);
      const made: ConversationId[] = [];
      const [first, ...rest] = [{ do: 'group', a: 0, b: 1 } as const, ...steps];
      await perform(people, made, first);
      if (atOnce) await Promise.all(rest.map((now) => perform(people, made, now).catch(foreign)));
      else for (const now of rest) await perform(people, made, now).catch(foreign);
      await quiet(people);
      stepsTaken += steps.length;
      for (const viewer of people) {
        const replica = createReplica(viewer);
        for (const told of city.told(viewer)) replica.apply(told);
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
      }
    }),
    { numRuns: 25 },
  );
  expect(stepsTaken).toBeGreaterThan(100);
  expect(await contradictions()).toEqual([]);
});

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
