import { createIds, manualClock, secureRandom, type PersonId } from '@plaza/base';
import type { PersonCard } from '@plaza/contract';
import { join } from 'node:path';
import { testDatabase } from '../../kernel/db/testing.ts';
import { createInProcessBus, createOutbox } from '../../kernel/events/index.ts';
import { createSync } from '../sync/index.ts';
import { relationTopic } from './crossing.ts';
import type { ContactsDeps, People } from './deps.ts';
import { createContacts } from './service.ts';

const src = join(import.meta.dirname, '..', '..');
const sources = [
  { module: 'events', dir: join(src, 'kernel/events/migrations') },
  { module: 'sync', dir: join(src, 'modules/sync/migrations') },
  { module: 'contacts', dir: join(src, 'modules/contacts/migrations') },
];

type Directory = People & {
  add(handle: string): PersonCard;
  rename(tx: Parameters<Parameters<People['onProfileChanged']>[0]>[0], card: PersonCard): unknown;
  erase(personId: PersonId): void;
};

/** People as contacts sees them, in memory. */
function createDirectory(newId: <Id extends string>() => Id): Directory {
  const cards = new Map<PersonId, PersonCard>();
  const hooks: Parameters<People['onProfileChanged']>[0][] = [];
  return {
    async getCards(personIds) {
      const known = personIds.flatMap((id) => cards.get(id) ?? []);
      return new Map(known.map((card) => [card.personId, card]));
    },
    async findByHandle(handle) {
      return [...cards.values()].find((card) => card.handle === handle) ?? null;
    },
    onProfileChanged: (run) => void hooks.push(run),
    add(handle) {
      const personId = newId<PersonId>();
      const drawn = { photoPath: null, region: '', signature: '' };
      const card = { personId, handle, displayName: handle.toUpperCase(), ...drawn };
      cards.set(personId, card);
      return card;
    },
    async rename(tx, card) {
      cards.set(card.personId, card);
      for (const hook of hooks) await hook(tx, card);
    },
    erase: (personId) => void cards.delete(personId),
  };
}

/** Contacts on a database of its own, with real sync and outbox. */
export async function openTestContacts() {
  const db = await testDatabase(sources);
  const clock = manualClock();
  const newId = createIds(clock, secureRandom);
  const people = createDirectory(newId);
  const hub = { prepare: () => Buffer.alloc(0), deliver: () => undefined };
  const problems: unknown[] = [];
  const log = { error: (fields: object) => void problems.push(fields), warn: () => undefined };
  const bus = createInProcessBus({ log });
  const sync = createSync({ db, clock, bus, hub });
  const outbox = createOutbox({ db, clock, newId, log, random: secureRandom });
  const groups = new Set<string>();
  const relationsTold: unknown[] = [];
  outbox.react(relationTopic, async (payload) => void relationsTold.push(payload));
  const deps: ContactsDeps = {
    ...{ db, clock, newId, random: secureRandom, sync, outbox, people },
    // Tests call `lapseOverdue` themselves.
    jobs: { every: () => undefined },
    sharesGroup: async (a, b) => groups.has([a, b].toSorted().join()),
    publicUrl: 'https://plaza.example',
  };
  const contacts = createContacts(deps);

  return {
    ...{ deps, db, clock, people, sync, outbox, contacts, problems, relationsTold },
    shareGroup: (a: PersonId, b: PersonId) => void groups.add([a, b].toSorted().join()),
    person: (handle: string) => people.add(handle).personId,
    /** The names of the events that a person's devices were told of. */
    async told(personId: PersonId, after = 0) {
      const { events } = await sync.pull(personId, after);
      return events;
    },
    async [Symbol.asyncDispose]() {
      await outbox.stop();
      await db.close();
    },
  };
}

export type TestContacts = Awaited<ReturnType<typeof openTestContacts>>;
