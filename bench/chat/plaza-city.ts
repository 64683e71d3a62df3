import { secureRandom, systemClock, type PersonId } from '@plaza/base';
import { composeCity, loadConfig } from '@plaza/server';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GroupSize } from './types.ts';

/** Everybody of a city, signed in, with the conversations that the load goes through. */
export type Filled = {
  tokens: readonly string[];
  directs: readonly string[];
  groups: Readonly<Record<number, string>>;
};

export type Wanted = {
  people: number;
  /** Of these, each two in a row have a conversation. */
  talking: number;
  groups: readonly GroupSize[];
};

type City = Awaited<ReturnType<typeof composeCity>>;
type Given<T> = { ok: true; value: T } | { ok: false; reason: string };

const atOnce = 12;

function must<T>(outcome: Given<T>): T {
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
}

/** Makes one for each number, some at a time, in the order of the numbers. */
async function makeEach<T>(count: number, make: (n: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  let next = 0;
  const work = async () => {
    while (next < count) {
      const n = next;
      next += 1;
      made[n] = await make(n);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return made;
}

const device = { name: 'Bench', kind: 'program' } as const;

async function signUp({ kernel, modules }: City, n: number) {
  const { identity } = modules;
  const about = { handle: `bench_${n}`, displayName: `Bench ${n}`, demo: true };
  const personId = must(
    await kernel.db.tx((tx) => identity.createPerson(tx, { ...about, locale: 'en' as const })),
  );
  const issued = must(await identity.signInDemo({ personId, device, address: '127.0.0.1' }));
  return { personId, token: issued.secret };
}

/** The one way in that needs neither contacts nor a link: everybody types the same digits. */
async function gather(city: City, people: readonly PersonId[], digits: string): Promise<string> {
  let conversationId = '';
  const meet = async (personId: PersonId) => {
    const outside = { digits, place: null, address: '192.0.2.1' };
    const met = must(await city.modules.chat.groups.meet(personId, outside));
    ({ conversationId } = met.head.conversation);
  };
  await meet(people[0] as PersonId);
  await makeEach(people.length - 1, (n) => meet(people[n + 1] as PersonId));
  return conversationId;
}

async function fill(city: City, wanted: Wanted): Promise<Filled> {
  const { contacts, chat } = city.modules;
  const made = await makeEach(wanted.people, (n) => signUp(city, n));
  const people = made.map(({ personId }) => personId);
  const directs = await makeEach(wanted.talking / 2, async (pair) => {
    const [one, other] = [people[2 * pair] as PersonId, people[2 * pair + 1] as PersonId];
    await contacts.befriend(one, other);
    return must(await chat.direct.open(one, other)).head.conversation.conversationId;
  });
  const groups: Record<number, string> = {};
  for (const members of wanted.groups) {
    groups[members] = await gather(city, people.slice(0, members), String(1_000 + members));
  }
  await city.settle();
  return { tokens: made.map(({ token }) => token), directs, groups };
}

/** Fills a database by the product's own services: at the door it would take minutes. */
export async function fillCity(env: Record<string, string>, wanted: Wanted): Promise<Filled> {
  const settings = { ...env, PLAZA_PORT: '0', PLAZA_LOG_LEVEL: 'error' };
  const loaded = loadConfig(settings, ['--demo']);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  // The city is marked as filled, so that people may sign in and nobody is added.
  await mkdir(loaded.config.dataDir, { recursive: true });
  await writeFile(join(loaded.config.dataDir, 'demo-city.json'), '{}\n');
  const around = { clock: systemClock, random: secureRandom, checkOutputs: false };
  const city = await composeCity(loaded.config, around);
  try {
    return await fill(city, wanted);
  } finally {
    await city.stop();
  }
}
