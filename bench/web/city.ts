import {
  createIds,
  secureRandom,
  systemClock,
  type ConversationId,
  type PersonId,
} from '@plaza/base';
import { composeCity, loadConfig } from '@plaza/server';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

// One person with a long life: a conversation of ten thousand messages, and others of every
// length. The log is written straight into the tables; people and contacts come by the services.

export type WebCity = {
  viewer: PersonId;
  viewerName: string;
  /** With whom the viewer has the long conversation. */
  peer: PersonId;
  threadId: ConversationId;
  /** Another conversation, to go to and fro. */
  otherId: ConversationId;
  conversations: number;
  messages: number;
};

export type WebCityOptions = {
  /** In the long conversation. */
  thread: number;
  /** Altogether. */
  messages: number;
  conversations: number;
};

type City = Awaited<ReturnType<typeof composeCity>>;

const lines = [
  'ok',
  'The tram is late again, I will be there in ten minutes.',
  '明天早上八点在市场门口见，好吗？别忘了带伞，天气预报说会下雨。',
  '¿Vienes a la biblioteca esta tarde? Hay una charla sobre bicicletas y la ciudad, y luego café.',
  'https://example.org/a/rather/long/address/that/nobody/would/type?with=parameters&and=more',
];
const name = (n: number) => `Bench ${n}`;

async function addPeople(city: City, count: number): Promise<PersonId[]> {
  const people: PersonId[] = [];
  for (let n = 0; n < count; n += 1) {
    const person = { handle: `bench_${n}`, displayName: name(n), demo: true };
    const added = await city.kernel.db.tx((tx) =>
      city.modules.identity.createPerson(tx, { ...person, locale: 'en' as const }),
    );
    if (!added.ok) throw new Error(added.reason);
    people.push(added.value);
  }
  return people;
}

/** The n-th liveliest has about 1/n^0.8 of the messages of the first. */
function lengths({ thread, messages, conversations }: WebCityOptions): number[] {
  const weights = Array.from({ length: conversations - 1 }, (_, n) => 1 / (n + 1) ** 0.8);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const rest = weights.map((weight) =>
    Math.max(1, Math.floor(((messages - thread) * weight) / whole)),
  );
  const missing = messages - thread - rest.reduce((sum, count) => sum + count, 0);
  if (rest[0] !== undefined) rest[0] += missing;
  return [thread, ...rest];
}

type Talk = { id: ConversationId; members: readonly PersonId[]; count: number };

async function insertTalk({ kernel: { db } }: City, { id, members, count }: Talk): Promise<void> {
  const [a, b] = [...members].sort();
  await db.query(
    `insert into chat_conversation (conversation_id, kind, person_a, person_b, last_seq,
       last_shown_seq, member_count, last_at, moved_at, created_at)
     values ($1, 'direct', $2, $3, $4, $4, 2, now(), now(), now() - interval '200 days')`,
    [id, a, b, count],
  );
  await db.query(
    `insert into chat_member (conversation_id, person_id, role, joined_seq, may_send)
     select $1, p, 'member', 0, 'yes' from unnest($2::uuid[]) as u (p)`,
    [id, members],
  );
  await db.query(
    `insert into chat_inbox (conversation_id, person_id, kind, joined_seq, read_seq, changed_at)
     select $1, p, 'direct', 0, $3, now() from unnest($2::uuid[]) as u (p)`,
    [id, members, count],
  );
  await db.query(
    `insert into chat_entry (conversation_id, seq, sender_id, client_id, type, body, at)
     select $1, s, ($2::uuid[])[1 + s % 2], gen_random_uuid(), 'message',
       jsonb_build_object('type', 'message', 'message', jsonb_build_object(
         'type', 'text', 'text', s || ' ' || ($4::text[])[1 + s % cardinality($4::text[])])),
       now() - interval '200 days' * (($3::int - s)::float8 / $3::int) - interval '1 minute'
     from generate_series(1, $3::int) as s`,
    [id, members, count, lines],
  );
}

/** Fills the data folder in this process, before a server is started on it. */
export async function buildWebCity(
  env: Record<string, string>,
  options: WebCityOptions,
): Promise<WebCity> {
  const loaded = loadConfig({ ...env, PLAZA_PORT: '0', PLAZA_LOG_LEVEL: 'error' }, []);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const around = { clock: systemClock, random: secureRandom, checkOutputs: false };
  const newId = createIds(systemClock, secureRandom);
  const city = await composeCity(loaded.config, around);
  try {
    const [viewer, ...others] = await addPeople(city, options.conversations + 1);
    if (viewer === undefined) throw new Error('nobody is there');
    const talks: Talk[] = [];
    for (const [n, count] of lengths(options).entries()) {
      const other = others[n] as PersonId;
      await city.modules.contacts.befriend(viewer, other);
      talks.push({ id: newId<ConversationId>(), members: [viewer, other], count });
    }
    await city.settle();
    // The long one is the newest, and stands on top of the list.
    for (const talk of talks.toReversed()) await insertTalk(city, talk);
    await city.kernel.db.query('analyze');
    await writeFile(join(loaded.config.dataDir, 'demo-city.json'), '{}\n');
    const [thread, other] = talks;
    if (thread === undefined || other === undefined) throw new Error('two conversations');
    return {
      ...{ viewer, viewerName: name(0), peer: others[0] as PersonId },
      ...{ threadId: thread.id, otherId: other.id, conversations: talks.length },
      messages: talks.reduce((sum, { count }) => sum + count, 0),
    };
  } finally {
    await city.stop();
  }
}
