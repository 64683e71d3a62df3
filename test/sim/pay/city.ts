import type { PersonId, Random } from '@plaza/base';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServerProcess, type ServerProcess } from '../../support/server-process.ts';
import { buildCity } from '../chat/city.ts';
import { startSimDatabase, type SimDatabase } from '../database.ts';

/** A city on two server processes, of which only one at a time may write the ledger. */
export type PayCity = {
  database: SimDatabase;
  servers: readonly [ServerProcess, ServerProcess];
  people: readonly PersonId[];
  contactsOf: ReadonlyMap<PersonId, readonly PersonId[]>;
  operatorId: PersonId;
  [Symbol.asyncDispose](): Promise<void>;
};

async function startNode(folder: string, name: string, url: string): Promise<ServerProcess> {
  const dataDir = join(folder, name);
  await mkdir(dataDir);
  // The city is marked as filled, so that people may sign in and nobody is added.
  await writeFile(join(dataDir, 'demo-city.json'), '{}\n');
  return startServerProcess({
    flags: ['--demo'],
    travels: true,
    env: { PLAZA_DATA_DIR: dataDir, PLAZA_DATABASE_URL: url, PLAZA_LIMIT_FACTOR: '100000' },
  });
}

/** Builds a city in a temporary folder and starts its database and two servers on it. */
export async function openPayCity(people: number, random: Random): Promise<PayCity> {
  const folder = await mkdtemp(join(tmpdir(), 'plaza-sim-'));
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const database = await startSimDatabase(join(folder, 'database'));
  stack.defer(() => database.stop());
  const env = { PLAZA_DATA_DIR: join(folder, 'builder'), PLAZA_DATABASE_URL: database.url };
  const built = await buildCity(env, people, random);
  const [operatorId] = built.people;
  if (operatorId === undefined) throw new Error('a city needs people');
  const one = stack.use(await startNode(folder, 'one', database.url));
  const two = stack.use(await startNode(folder, 'two', database.url));
  const whole = stack.move();
  return {
    ...{ database, servers: [one, two], operatorId, ...built },
    [Symbol.asyncDispose]: () => whole.disposeAsync(),
  };
}
