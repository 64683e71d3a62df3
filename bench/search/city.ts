import {
  createIds,
  secureRandom,
  systemClock,
  type ClientId,
  type PersonId,
  type Random,
} from '@plaza/base';
import type { Database } from '../../packages/server/src/kernel/db/index.ts';
import { createInProcessBus, createOutbox } from '../../packages/server/src/kernel/events/index.ts';
import { createFiles } from '../../packages/server/src/kernel/files/index.ts';
import { createChat } from '../../packages/server/src/modules/chat/index.ts';
import { createSearch, type Search } from '../../packages/server/src/modules/search/index.ts';
import { createSync } from '../../packages/server/src/modules/sync/index.ts';
import type { Plan } from './plan.ts';
import { openVocabularies, scriptOf, sentence } from './words.ts';

const rowsAtOnce = 5_000;

function* chunks<T>(all: readonly T[]): Generator<T[]> {
  for (let at = 0; at < all.length; at += rowsAtOnce) yield all.slice(at, at + rowsAtOnce);
}

/** Writes conversations, who is in them and everybody's list; the logs come later. */
export async function insertPlan(db: Database, { talks, people }: Plan): Promise<void> {
  const memberships = talks.flatMap((talk) =>
    talk.members.map((member, n) => ({
      ...{ talk, person: people[member] as PersonId },
      role: talk.kind === 'group' && n === 0 ? 'owner' : 'member',
    })),
  );
  for (const part of chunks(talks)) {
    await db.query(
      `insert into chat_conversation (conversation_id, kind, name, owner_id, person_a, person_b,
         last_seq, last_shown_seq, member_count, last_at, moved_at, created_at)
       select c, k, n, o, least(a, b), greatest(a, b), s, s, m, now(), now() - interval '1 hour',
         now()
       from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::bigint[],
         $7::int[], $8::uuid[]) as u (c, k, n, a, b, s, m, o)`,
      [
        part.map(({ conversationId }) => conversationId),
        part.map(({ kind }) => kind),
        part.map(({ kind }) => (kind === 'group' ? 'A group' : null)),
        part.map(({ kind, members }) => (kind === 'direct' ? people[members[0] as number] : null)),
        part.map(({ kind, members }) => (kind === 'direct' ? people[members[1] as number] : null)),
        part.map(({ count }) => count),
        part.map(({ members }) => members.length),
        part.map(({ kind, members }) => (kind === 'group' ? people[members[0] as number] : null)),
      ],
    );
  }
  for (const part of chunks(memberships)) {
    const values = [
      part.map(({ talk }) => talk.conversationId),
      part.map(({ person }) => person),
      part.map(({ talk }) => talk.kind),
    ];
    await db.query(
      `insert into chat_member (conversation_id, person_id, role, joined_seq, may_send)
       select c, p, r, 0, 'yes' from unnest($1::uuid[], $2::uuid[], $3::text[]) as u (c, p, r)`,
      [values[0], values[1], part.map(({ role }) => role)],
    );
    await db.query(
      `insert into chat_inbox (conversation_id, person_id, kind, joined_seq, changed_at)
       select c, p, k, 0, now() from unnest($1::uuid[], $2::uuid[], $3::text[]) as u (c, p, k)`,
      values,
    );
  }
}

export type Arrivals = {
  /** What was written in the time, and how long the last one took to be found. */
  stop(): Promise<{ perSecond: number; refused: number; worstLagMs: number }>;
};

export type OpenCity = {
  search: Search;
  /** Lets messages arrive, at their natural places. */
  arrive(perSecond: number, random: Random): Arrivals;
  [Symbol.asyncDispose](): Promise<void>;
};

const tickMs = 20;

/** Opens chat and search as a server has them, without its sockets. */
export function openCity(db: Database, plan: Plan, seed: number): OpenCity {
  const warn = (fields: object, text: string) => console.warn(text, fields);
  const log = { info() {}, warn, error: warn };
  const [clock, random] = [systemClock, secureRandom];
  const newId = createIds(clock, random);
  const bus = createInProcessBus({ log });
  const outbox = createOutbox({ db, clock, newId, log });
  const hub = { prepare: () => Buffer.alloc(0), deliver() {} };
  const files = createFiles({ db, clock, newId, log, dir: '/nonexistent' });
  const kernel = { db, clock, random, log, bus, outbox, hub, newId, files };
  const sync = createSync({ db, clock, bus, hub });
  const identity = { getCards: async () => new Map() };
  const contacts = { mayWrite: async () => 'yes' as const, areContacts: async () => true };
  const publicUrl = 'https://plaza.example';
  const chat = createChat({ ...kernel, sync, identity, contacts, publicUrl });
  const search = createSearch({ ...kernel, identity, chat });
  chat.start();
  outbox.start();
  search.start();
  const vocabularies = openVocabularies(seed);

  return {
    search,
    arrive(perSecond, draw) {
      let [sent, refused, worstLagMs, isOn] = [0, 0, 0, true];
      const startedMs = clock.monotonicMs();
      const under = new Set<Promise<void>>();
      const say = async () => {
        // Lively talks are more often the place of the next message: by members, here.
        const person = draw.int(plan.people.length);
        const mine = plan.talksOf[person] ?? [];
        const index = mine[draw.int(mine.length)] as number;
        const talk = plan.talks[index];
        if (talk === undefined) return;
        const text = sentence(vocabularies[scriptOf(index)], draw);
        const outcome = await chat.send({
          conversationId: talk.conversationId,
          senderId: plan.people[person] as PersonId,
          clientId: newId<ClientId>(),
          message: { type: 'text', text },
        });
        if (!outcome.ok) refused += 1;
      };
      const timer = setInterval(() => {
        const due = ((clock.monotonicMs() - startedMs) / 1_000) * perSecond;
        worstLagMs = Math.max(worstLagMs, search.indexer.lagMs());
        while (isOn && sent < due) {
          sent += 1;
          const saying = say().finally(() => under.delete(saying));
          under.add(saying);
        }
      }, tickMs);
      return {
        async stop() {
          isOn = false;
          clearInterval(timer);
          const seconds = (clock.monotonicMs() - startedMs) / 1_000;
          await Promise.all(under);
          return { perSecond: sent / seconds, refused, worstLagMs };
        },
      };
    },
    async [Symbol.asyncDispose]() {
      await search.stop();
      await outbox.stop();
      await chat.stop();
    },
  };
}
