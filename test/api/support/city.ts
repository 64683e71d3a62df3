import { secureRandom, type Random } from '@plaza/base';
import { composeCity, loadConfig, migrationSources } from '@plaza/server';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '../../../packages/server/src/kernel/db/testing.ts';
import { travelClock, type TravelClock } from './clock.ts';
import { createCaller, createPerson, type Caller, type TestPerson } from './person.ts';

/** A whole server in this process, on a database of its own. */
export type TestCity = {
  origin: string;
  clock: TravelClock;
  /** A caller without a session. */
  stranger: Caller;
  /** Signs a new person up; handles are made from `name` and a number. */
  signUp(name: string): Promise<TestPerson>;
  /** Two people who are contacts. */
  contacts(one: string, other: string): Promise<[TestPerson, TestPerson]>;
  /** Somebody with the operator's role. */
  operator(): Promise<TestPerson>;
  /** Waits until everything that follows from earlier commands has happened. */
  settle(): Promise<void>;
  /** Lines of the log at level error: a test that expects none checks it. */
  faults: object[];
  composed: Awaited<ReturnType<typeof composeCity>>;
  [Symbol.asyncDispose](): Promise<void>;
};

type Options = { env?: Record<string, string>; flags?: string[]; random?: Random };

const password = 'correct horse battery';
const device = { name: 'Test', kind: 'program' } as const;

export async function startCity(options: Options = {}): Promise<TestCity> {
  const dataDir = await mkdtemp(join(tmpdir(), 'plaza-city-'));
  const db = await testDatabase(migrationSources);
  const clock = travelClock();
  const faults: object[] = [];
  const loaded = loadConfig(
    {
      PLAZA_PORT: '0',
      PLAZA_DATA_DIR: dataDir,
      PLAZA_DATABASE_URL: db.url,
      PLAZA_LOG_LEVEL: 'error',
      PLAZA_LIMIT_FACTOR: '1000',
      ...options.env,
    },
    options.flags ?? [],
  );
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const composed = await composeCity(loaded.config, {
    clock,
    random: options.random ?? secureRandom,
    logDestination: { write: (line) => void faults.push(JSON.parse(line) as object) },
    checkOutputs: true,
  });
  const { origin } = composed;
  const stranger = createCaller(origin, null);
  let count = 0;

  async function signUp(name: string): Promise<TestPerson> {
    count += 1;
    const signedUp = await stranger.must('identity.signUp', {
      handle: `${name.toLowerCase()}_${count}`,
      displayName: name,
      password,
      locale: 'en',
      device,
      delivery: 'token',
    });
    return createPerson(origin, signedUp, password);
  }

  return {
    ...{ origin, clock, stranger, signUp, faults, composed },
    async contacts(oneName, otherName) {
      const [one, other] = [await signUp(oneName), await signUp(otherName)];
      await befriend(one, other, composed.settle);
      return [one, other];
    },
    async operator() {
      const person = await signUp('Operator');
      await composed.makeOperator(person.me.personId);
      return person;
    },
    settle: composed.settle,
    async [Symbol.asyncDispose]() {
      await composed.stop();
      await db.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Makes two people contacts of each other. */
export async function befriend(
  one: TestPerson,
  other: TestPerson,
  settle: () => Promise<void>,
): Promise<void> {
  const { personId } = other.me;
  await one.must('contacts.sendRequest', { personId, reason: 'Hello', via: 'handle' });
  await settle();
  const { requests } = await other.must('contacts.listRequests', {});
  const request = requests.find(
    (each) => each.direction === 'incoming' && each.person.personId === one.me.personId,
  );
  if (request === undefined) throw new Error('the request did not arrive');
  await other.must('contacts.answerRequest', { requestId: request.requestId, accept: true });
  await settle();
}
