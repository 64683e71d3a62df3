import {
  secureRandom,
  systemClock,
  type ConversationId,
  type PayKey,
  type PersonId,
} from '@plaza/base';
import { composeCity, loadConfig } from '@plaza/server';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createTestAuthenticator,
  type Authenticator,
} from '../../packages/server/src/kernel/auth/testing-authenticator.ts';
import { inParallel } from '../group10k/crowd.ts';

/** Somebody with money, a passkey that approves, and a contact to pay. */
export type Payer = {
  personId: PersonId;
  token: string;
  payeeId: PersonId;
  passkey: Authenticator;
};

export type Crowd = {
  payers: readonly Payer[];
  /** Everybody who will grab, by the secrets of their sessions. */
  takers: readonly string[];
  /** Where all of them and the first payer are. */
  conversationId: ConversationId;
};

type City = Awaited<ReturnType<typeof composeCity>>;
type Given<T> = { ok: true; value: T } | { ok: false; reason: string };

const atOnce = 16;
const device = { name: 'Bench', kind: 'program' } as const;
const arrival = { device, address: '127.0.0.1' };
/** More than anybody spends here. */
const fundsMinor = 50_000_000;

function must<T>(outcome: Given<T>): T {
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
}

async function makeEach<T>(count: number, make: (n: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  await inParallel([...Array(count).keys()], atOnce, async (n) => {
    made[n] = await make(n);
  });
  return made;
}

/** An account that began with its passkey: such a key approves from the first day. */
async function signUpPayer({ modules }: City, origin: string, n: number) {
  const { identity, pay } = modules;
  const passkey = createTestAuthenticator({ origin });
  const about = { handle: `payer_${n}`, displayName: `Payer ${n}`, locale: 'en' as const };
  const { challengeId, options } = must(await identity.beginPasskeySignUp(about));
  const answered = { challengeId, response: passkey.create(options), ...arrival };
  const issued = must(await identity.finishPasskeySignUp(answered));
  const { personId } = issued.me;
  const key = secureKey();
  const reason = 'for the bench';
  const funds = { actorId: null, key, personId, currency: 'points', reason };
  must(await pay.topUp({ ...funds, amountMinor: fundsMinor }));
  return { personId, token: issued.secret, passkey };
}

const secureKey = () => crypto.randomUUID() as PayKey;

async function signUpTaker({ kernel, modules: { identity } }: City, n: number) {
  const about = { handle: `taker_${n}`, displayName: `Taker ${n}`, demo: true };
  const personId = must(
    await kernel.db.tx((tx) => identity.createPerson(tx, { ...about, locale: 'en' as const })),
  );
  const issued = must(await identity.signInDemo({ personId, ...arrival }));
  return { personId, token: issued.secret };
}

/** The one way in that needs neither contacts nor a link: everybody types the same digits. */
async function gather({ modules }: City, people: readonly PersonId[]): Promise<ConversationId> {
  let conversationId: ConversationId | null = null;
  const meet = async (personId: PersonId) => {
    const outside = { digits: '2468', place: null, address: '192.0.2.1' };
    const met = must(await modules.chat.groups.meet(personId, outside));
    ({ conversationId } = met.head.conversation);
  };
  await meet(people[0] as PersonId);
  await makeEach(people.length - 1, (n) => meet(people[n + 1] as PersonId));
  if (conversationId === null) throw new Error('nobody met');
  return conversationId;
}

async function fill(city: City, origin: string, wanted: Wanted): Promise<Crowd> {
  const made = await makeEach(wanted.payers, (n) => signUpPayer(city, origin, n));
  const payers = await makeEach(wanted.payers, async (n) => {
    const [one, next] = [made[n], made[(n + 1) % made.length]];
    if (one === undefined || next === undefined) throw new Error('payers are missing');
    await city.modules.contacts.befriend(one.personId, next.personId);
    // They have talked before: a payment does not begin the conversation that its card is in.
    must(await city.modules.chat.direct.ensure(one.personId, next.personId));
    return { ...one, payeeId: next.personId };
  });
  const takers = await makeEach(wanted.takers, (n) => signUpTaker(city, n));
  const [sender] = payers;
  if (sender === undefined) throw new Error('nobody has money');
  const everybody = [sender, ...takers].map(({ personId }) => personId);
  const conversationId = await gather(city, everybody);
  await city.settle();
  return { payers, takers: takers.map(({ token }) => token), conversationId };
}

export type Wanted = { payers: number; takers: number };

/** Fills a database by the product's own services, in this process. */
export async function buildCity(
  env: Record<string, string>,
  origin: string,
  wanted: Wanted,
): Promise<Crowd> {
  const settings = { ...env, PLAZA_PUBLIC_URL: origin, PLAZA_PORT: '0', PLAZA_LOG_LEVEL: 'error' };
  const loaded = loadConfig(settings, ['--demo']);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  // The city is marked as filled, so that people may sign in and nobody is added.
  await writeFile(join(loaded.config.dataDir, 'demo-city.json'), '{}\n');
  const around = { clock: systemClock, random: secureRandom, checkOutputs: false };
  const city = await composeCity(loaded.config, around);
  try {
    return await fill(city, origin, wanted);
  } finally {
    await city.stop();
  }
}
