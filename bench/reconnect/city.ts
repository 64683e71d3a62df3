import { secureRandom, systemClock, type ConversationId, type PersonId } from '@plaza/base';
import { composeCity, loadConfig } from '@plaza/server';
import { inParallel } from '../group10k/crowd.ts';
import type { Seat } from './seats.ts';

type City = Awaited<ReturnType<typeof composeCity>>;

const atOnce = 16;

async function addPeople(city: City, count: number): Promise<PersonId[]> {
  const people: PersonId[] = [];
  await inParallel([...Array(count).keys()], atOnce, async (n) => {
    const person = { handle: `storm_${n}`, displayName: `Storm ${n}`, demo: true };
    const added = await city.kernel.db.tx((tx) =>
      city.modules.identity.createPerson(tx, { ...person, locale: 'en' as const }),
    );
    if (!added.ok) throw new Error(added.reason);
    people[n] = added.value;
  });
  return people;
}

/** People with two conversations each: with the one before and the one after them. */
async function fill(city: City, count: number): Promise<Seat[]> {
  const { contacts, chat } = city.modules;
  const people = await addPeople(city, count);
  const seats: Seat[] = [];
  await inParallel([...people.entries()], atOnce, async ([n, personId]) => {
    const next = people[(n + 1) % count] as PersonId;
    await contacts.befriend(personId, next);
    const opened = await chat.direct.open(personId, next);
    if (!opened.ok) throw new Error(opened.reason);
    const conversationId: ConversationId = opened.value.head.conversation.conversationId;
    seats[n] = { personId, conversationId };
  });
  await city.settle();
  return seats;
}

/** Fills the database through the services, in this process. */
export async function buildCity(env: Record<string, string>, count: number): Promise<Seat[]> {
  const loaded = loadConfig({ ...env, PLAZA_PORT: '0', PLAZA_LOG_LEVEL: 'error' }, []);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const around = { clock: systemClock, random: secureRandom, checkOutputs: false };
  const city = await composeCity(loaded.config, around);
  try {
    return await fill(city, count);
  } finally {
    await city.stop();
  }
}
