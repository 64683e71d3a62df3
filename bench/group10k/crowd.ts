import { secureRandom, systemClock, type ConversationId, type PersonId } from '@plaza/base';
import { composeCity, loadConfig } from '@plaza/server';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rounded } from '../lib/figures.ts';

export type Crowd = {
  /** Those who can come online. */
  people: readonly PersonId[];
  conversationId: ConversationId;
  joinsPerSecond: number;
};

type City = Awaited<ReturnType<typeof composeCity>>;

const atOnce = 16;

/** Runs over a list, some at a time. */
export async function inParallel<T>(
  list: readonly T[],
  width: number,
  run: (item: T) => Promise<void>,
): Promise<void> {
  const rest = [...list].reverse();
  const work = async () => {
    for (let item = rest.pop(); item !== undefined; item = rest.pop()) await run(item);
  };
  await Promise.all(Array.from({ length: width }, work));
}

async function fill(city: City, count: number): Promise<PersonId[]> {
  const people: PersonId[] = [];
  const numbers = Array.from({ length: count }, (_, n) => n);
  await inParallel(numbers, atOnce, async (n) => {
    const person = { handle: `crowd_${n}`, displayName: `Crowd ${n}`, demo: true };
    const added = await city.kernel.db.tx((tx) =>
      city.modules.identity.createPerson(tx, { ...person, locale: 'en' as const }),
    );
    if (!added.ok) throw new Error(added.reason);
    people.push(added.value);
  });
  return people;
}

/** The one way in that needs neither contacts nor a link: everybody types the same digits. */
async function gather(city: City, people: readonly PersonId[]): Promise<Crowd> {
  const { groups } = city.modules.chat;
  let conversationId: ConversationId | null = null;
  const meet = async (personId: PersonId) => {
    const met = await groups.meet(personId, { digits: '1234', place: null, address: '192.0.2.1' });
    if (!met.ok) throw new Error(met.reason);
    conversationId = met.value.head.conversation.conversationId;
  };
  const startMs = performance.now();
  await meet(people[0] as PersonId);
  await inParallel(people.slice(1), atOnce, meet);
  await city.settle();
  const seconds = (performance.now() - startMs) / 1000;
  if (conversationId === null) throw new Error('nobody met');
  return { people, conversationId, joinsPerSecond: rounded(people.length / seconds, 0) };
}

/** Writes members who never come online straight into the tables, where the machine is slow. */
async function fillUp(city: City, conversationId: ConversationId, count: number): Promise<void> {
  if (count === 0) return;
  await city.kernel.db.query(
    `insert into chat_member (conversation_id, person_id, role, joined_seq, may_send)
     select $1, gen_random_uuid(), 'member', 0, 'yes' from generate_series(1, $2)`,
    [conversationId, count],
  );
  await city.kernel.db.query(
    `update chat_conversation set member_count = member_count + $2,
       membership_version = membership_version + 1
     where conversation_id = $1`,
    [conversationId, count],
  );
}

/**
 * Fills a database with people who are all in one group: those who can come online by the
 * services, as a city would, and the others straight into the tables.
 */
export async function buildCrowd(
  env: Record<string, string>,
  { members, online }: { members: number; online: number },
): Promise<Crowd> {
  const loaded = loadConfig({ ...env, PLAZA_PORT: '0', PLAZA_LOG_LEVEL: 'error' }, []);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const around = { clock: systemClock, random: secureRandom, checkOutputs: false };
  const city = await composeCity(loaded.config, around);
  try {
    const crowd = await gather(city, await fill(city, online));
    await fillUp(city, crowd.conversationId, members - online);
    // The city is marked as filled, so that people may sign in and nobody is added.
    await writeFile(join(loaded.config.dataDir, 'demo-city.json'), '{}\n');
    return crowd;
  } finally {
    await city.stop();
  }
}
