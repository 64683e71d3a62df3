import {
  manualClock,
  seededRandom,
  type ConversationId,
  type ManualClock,
  type PersonId,
  type Random,
} from '@plaza/base';
import { createClient, type LeadingClient } from '../client.ts';
import type { Uploader } from '../outbox/uploader.ts';
import { createSocket } from '../socket.ts';
import type { Store } from '../store/types.ts';
// Here already when a device asks for it: a test's time does not wait for files.
import '../moments.ts';
import '../outbox/parts-up.ts';
import '../sync/backfill.ts';
import '../sync/moments.ts';
import { createModelServer, testId, type ModelServer } from './model-server.ts';

export const people = [1, 2, 3, 4].map((n) => testId<PersonId>(1, n));
export const me = people[0] as PersonId;
export const others = people.slice(1);
export const room = (n: number) => testId<ConversationId>(2, n);

/** A model city with a clock of its own, and what went wrong on its devices. */
export type World = {
  clock: ManualClock;
  random: Random;
  server: ModelServer;
  faults: unknown[];
  uploader?: Uploader;
};

export function createWorld(seed: number, rooms: number): World {
  const random = seededRandom(seed);
  const clock = manualClock();
  const server = createModelServer(clock, random);
  for (const person of people) server.model.addPerson(person);
  for (let n = 1; n <= rooms; n += 1) server.model.addRoom(room(n), people);
  return { clock, random, server, faults: [] };
}

/** Lets time pass; what is waiting for an answer gets its turn at every step. */
export async function pass({ clock }: World, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 25) {
    clock.advance(25);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

/** Lets time pass until some work is done. */
export async function during<T>(world: World, work: Promise<T>): Promise<T> {
  let isOver = false;
  const done = work.finally(() => {
    isOver = true;
  });
  while (!isOver) await pass(world, 100);
  return done;
}

/** A device of the viewer on a store that outlives it. */
export function device(world: World, store: Store, backfills = false): LeadingClient {
  const { clock, random, server, faults } = world;
  return createClient({
    http: server.http(me),
    socket: createSocket({ open: () => server.open(me), clock, random }),
    store,
    clock,
    random,
    options: {
      prefetch: 2,
      backfill: backfills ? () => clock.sleep(50) : null,
      recheckMs: 10_000_000,
    },
    ...(world.uploader === undefined
      ? {}
      : { loadUploader: async () => world.uploader as Uploader }),
    onFault: (error) => faults.push(error),
  });
}
