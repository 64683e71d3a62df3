import { pick, secureRandom, systemClock, type PersonId, type Random } from '@plaza/base';
import { composeCity, loadConfig } from '@plaza/server';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServerProcess, type ServerProcess } from '../../support/server-process.ts';

/** A server with people in it, who know some of the others. */
export type SimCity = {
  server: ServerProcess;
  dataDir: string;
  people: readonly PersonId[];
  contactsOf: ReadonlyMap<PersonId, readonly PersonId[]>;
  [Symbol.asyncDispose](): Promise<void>;
};

const friendsEach = 6;

type Built = Pick<SimCity, 'people' | 'contactsOf'>;

/**
 * Fills the data folder in this process: signing up by password would take minutes. The first
 * person becomes the operator.
 */
export async function buildCity(
  env: Record<string, string>,
  count: number,
  random: Random,
): Promise<Built> {
  const loaded = loadConfig({ ...env, PLAZA_PORT: '0', PLAZA_LOG_LEVEL: 'error' }, []);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const around = { clock: systemClock, random: secureRandom, checkOutputs: false };
  const city = await composeCity(loaded.config, around);
  try {
    const { identity, contacts } = city.modules;
    const people: PersonId[] = [];
    for (let n = 0; n < count; n += 1) {
      const person = { handle: `sim_${n}`, displayName: `Sim ${n}`, locale: 'en', demo: true };
      const added = await city.kernel.db.tx((tx) =>
        identity.createPerson(tx, { ...person, locale: 'en' as const }),
      );
      if (!added.ok) throw new Error(added.reason);
      people.push(added.value);
    }
    const contactsOf = await befriend(people, random, contacts.befriend);
    if (people[0] !== undefined) await city.makeOperator(people[0]);
    await city.settle();
    return { people, contactsOf };
  } finally {
    await city.stop();
  }
}

async function befriend(
  people: readonly PersonId[],
  random: Random,
  make: (a: PersonId, b: PersonId) => Promise<void>,
): Promise<Map<PersonId, PersonId[]>> {
  const friends = new Map(people.map((person) => [person, new Set<PersonId>()]));
  const pairs: [PersonId, PersonId][] = [];
  for (const person of people) {
    for (let n = 0; n < friendsEach / 2; n += 1) {
      const other = pick(random, people);
      if (other === person || friends.get(person)?.has(other) === true) continue;
      friends.get(person)?.add(other);
      friends.get(other)?.add(person);
      pairs.push([person, other]);
    }
  }
  for (const [a, b] of pairs) await make(a, b);
  return new Map([...friends].map(([person, set]) => [person, [...set]]));
}

export type CitySettings = { people: number; random: Random; env?: Record<string, string> };

/** Builds a city in a temporary folder and starts a server process on it. */
export async function openCity({ people, random, env = {} }: CitySettings): Promise<SimCity> {
  const dataDir = await mkdtemp(join(tmpdir(), 'plaza-sim-'));
  const remove = () => rm(dataDir, { recursive: true, force: true });
  try {
    const settings = { PLAZA_DATA_DIR: dataDir, ...env };
    const built = await buildCity(settings, people, random);
    // The city is marked as filled, so that people may sign in and nobody is added.
    await writeFile(join(dataDir, 'demo-city.json'), '{}\n');
    const server = await startServerProcess({
      flags: ['--demo'],
      env: { ...settings, PLAZA_LIMIT_FACTOR: '100000' },
    });
    return {
      ...{ server, dataDir, ...built },
      async [Symbol.asyncDispose]() {
        await server[Symbol.asyncDispose]();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
