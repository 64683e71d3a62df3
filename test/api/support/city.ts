import { secureRandom, type Random } from '@plaza/base';
import { composeCity, loadConfig, migrationSources } from '@plaza/server';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase, type TestDatabase } from '../../../packages/server/src/kernel/db/testing.ts';
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
  /** Another device of the person, signed in by password. */
  signIn(person: TestPerson): Promise<TestPerson>;
  /** Two people who are contacts. */
  contacts(one: string, other: string): Promise<[TestPerson, TestPerson]>;
  /** Somebody with the operator's role. */
  operator(): Promise<TestPerson>;
  /** Waits until everything that follows from earlier commands has happened. */
  settle(): Promise<void>;
  /** Lines of the log at level error: a test that expects none checks it. */
  faults: object[];
  /** For states that would take ten thousand calls to reach. */
  sql: TestDatabase['query'];
  /** For gates, behind which commands wait for each other. */
  db: TestDatabase;
  composed: Composed;
  [Symbol.asyncDispose](): Promise<void>;
};

type Composed = Awaited<ReturnType<typeof composeCity>>;
type Place = { dataDir: string; db: TestDatabase };
export type CityOptions = {
  env?: Record<string, string>;
  flags?: string[];
  random?: Random;
  /** Shared by several processes of one city; its owner drops it. */
  place?: Place;
  clock?: TravelClock;
};

export const password = 'correct horse battery';
export const device = { name: 'Test', kind: 'program' } as const;

/** A database and a data folder that several processes may share. */
export async function openPlace(): Promise<Place & AsyncDisposable> {
  const dataDir = await mkdtemp(join(tmpdir(), 'plaza-city-'));
  const db = await testDatabase(migrationSources);
  return {
    dataDir,
    db,
    async [Symbol.asyncDispose]() {
      await db.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function compose(
  { dataDir, db }: Place,
  options: CityOptions,
  around: { clock: TravelClock; faults: object[] },
): Promise<Composed> {
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
  return composeCity(loaded.config, {
    clock: around.clock,
    random: options.random ?? secureRandom,
    logDestination: { write: (line) => void around.faults.push(JSON.parse(line) as object) },
    checkOutputs: true,
  });
}

// Handles differ across the processes of one city too.
let signUps = 0;

function callersOf(origin: string, stranger: Caller) {
  return {
    async signUp(name: string): Promise<TestPerson> {
      signUps += 1;
      const signedUp = await stranger.must('identity.signUp', {
        handle: `${name.toLowerCase()}_${signUps}`,
        displayName: name,
        password,
        locale: 'en',
        device,
        delivery: 'token',
      });
      return createPerson(origin, signedUp, password);
    },
    async signIn(person: TestPerson): Promise<TestPerson> {
      const { handle } = person.me;
      const asked = { handle, password: person.password, device, delivery: 'token' } as const;
      const signedIn = await stranger.must('identity.signIn', asked);
      const { recoveryCodes } = person;
      return createPerson(origin, { ...signedIn, recoveryCodes }, person.password);
    },
  };
}

/** Starts a city; disposing of it (`await using`) stops it and drops its database. */
export async function startCity(options: CityOptions = {}): Promise<TestCity> {
  const own = options.place === undefined ? await openPlace() : null;
  const place = options.place ?? (own as Place);
  const clock = options.clock ?? travelClock();
  const faults: object[] = [];
  const composed = await compose(place, options, { clock, faults });
  const { origin, settle } = composed;
  const stranger = createCaller(origin, null);
  const { signUp, signIn } = callersOf(origin, stranger);

  return {
    ...{ origin, clock, stranger, signUp, signIn, settle, faults, composed },
    sql: place.db.query,
    db: place.db,
    async contacts(oneName, otherName) {
      const [one, other] = [await signUp(oneName), await signUp(otherName)];
      await befriend(one, other, settle);
      return [one, other];
    },
    async operator() {
      const person = await signUp('Olga');
      await composed.makeOperator(person.me.personId);
      return person;
    },
    async [Symbol.asyncDispose]() {
      await composed.stop();
      await own?.[Symbol.asyncDispose]();
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
  const requestId = await incomingRequest(other, one);
  await other.must('contacts.answerRequest', { requestId, accept: true });
  await settle();
}

/** The id of the request that `asked` has from `asker`. */
export async function incomingRequest(asked: TestPerson, asker: TestPerson): Promise<string> {
  const { requests } = await asked.must('contacts.listRequests', {});
  const request = requests.find(
    ({ direction, person }) => direction === 'incoming' && person.personId === asker.me.personId,
  );
  if (request === undefined) throw new Error('the request did not arrive');
  return request.requestId;
}
