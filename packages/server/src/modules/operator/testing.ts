import { createIds, manualClock, secureRandom } from '@plaza/base';
import { join } from 'node:path';
import { createPasswords } from '../../kernel/auth/index.ts';
import { testDatabase } from '../../kernel/db/testing.ts';
import { createInProcessBus } from '../../kernel/events/index.ts';
import { createLimits } from '../../kernel/limits/index.ts';
import type { Outcome } from '../../kernel/rpc/index.ts';
import { createIdentity } from '../identity/index.ts';
import { createSync } from '../sync/index.ts';
import { createOperator } from './operator.ts';

const modules = join(import.meta.dirname, '..');
const sources = ['identity', 'operator', 'sync'].map((module) => ({
  module,
  dir: join(modules, module, 'migrations'),
}));

/** The value of an outcome that the test expects to be a yes. */
export function must<T>(outcome: Outcome<T, string>): T {
  if (!outcome.ok) throw new Error(`refused: ${outcome.reason}`);
  return outcome.value;
}

/** The reason of an outcome that the test expects to be a no. */
export function reason(outcome: Outcome<unknown, string>): string {
  return outcome.ok ? 'yes' : outcome.reason;
}

export const password = 'tram-lemon-71-quiet';
export const desk = { device: { name: 'Desk', kind: 'desktop' }, address: '198.51.100.9' } as const;

/** The operator's module with a real identity, on a database of its own. */
export async function openTestOperator() {
  const db = await testDatabase(sources);
  const clock = manualClock();
  const random = secureRandom;
  const passwords = createPasswords({ random });
  const newId = createIds(clock, random);
  const bus = createInProcessBus({ log: { error: () => undefined } });
  const hub = { prepare: () => Buffer.alloc(0), deliver: () => undefined };
  const sync = createSync({ db, clock, bus, hub });
  // No photos here: files have tests of their own.
  const files = { allow: () => undefined, claim: async () => null, release: async () => undefined };
  const jobs = { every: () => undefined, waiting: async () => 3 };
  const kernel = { db, clock, random, newId, bus, jobs };
  const publicUrl = 'https://plaza.example';
  const place = { publicUrl, relyingParty: null, demo: false };
  const identity = createIdentity({ ...kernel, ...place, passwords, sync, files });
  const operator = createOperator({
    ...kernel,
    limits: createLimits({ clock, factor: 1 }),
    control: identity.control,
    getCards: identity.getCards,
    giveReasons: async () => undefined,
    publicUrl,
    vitals: {
      ...{ version: '0.1.0', embedded: true, bus: bus.kind },
      memoryBytes: () => 1_000,
      sockets: () => 2,
      chat: async () => ({ conversations: 4, messages: 5 }),
    },
  });
  let count = 0;

  return {
    ...{ db, clock, identity, operator },
    async person(name = 'Ana') {
      count += 1;
      const handle = `${name.toLowerCase()}_${count}`;
      const input = { handle, displayName: name, password, locale: 'en' as const, ...desk };
      const { me, session, secret } = must(await identity.signUp(input));
      return { personId: me.personId, handle, session, secret };
    },
    async [Symbol.asyncDispose]() {
      await bus.close();
      await db.close();
    },
  };
}

export type TestOperator = Awaited<ReturnType<typeof openTestOperator>>;
