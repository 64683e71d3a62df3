import { createIds, manualClock, secureRandom, type PersonId } from '@plaza/base';
import { events, type PersonalEventName } from '@plaza/contract';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createPasswords } from '../../kernel/auth/index.ts';
import { testDatabase } from '../../kernel/db/testing.ts';
import { createInProcessBus } from '../../kernel/events/index.ts';
import { createFiles } from '../../kernel/files/index.ts';
import { createValidator, type Outcome } from '../../kernel/rpc/index.ts';
import { createSync } from '../sync/index.ts';
import { createIdentity } from './identity.ts';

const src = join(import.meta.dirname, '..', '..');
const sources = [
  { module: 'files', dir: join(src, 'kernel/files/migrations') },
  { module: 'identity', dir: join(src, 'modules/identity/migrations') },
  { module: 'sync', dir: join(src, 'modules/sync/migrations') },
  { module: 'operator', dir: join(src, 'modules/operator/migrations') },
];

export const origin = 'https://plaza.example';
export const password = 'tram-lemon-71-quiet';
export const phone = { device: { name: 'Phone', kind: 'phone' }, address: '203.0.113.7' } as const;
export const desk = { device: { name: 'Desk', kind: 'desktop' }, address: '198.51.100.9' } as const;

/** The value of an outcome that the test expects to be a yes. */
export function must<T>(outcome: Outcome<T, string>): T {
  if (!outcome.ok) throw new Error(`refused: ${outcome.reason}`);
  return outcome.value;
}

/** The reason of an outcome that the test expects to be a no. */
export function reason(outcome: Outcome<unknown, string>): string {
  return outcome.ok ? 'yes' : outcome.reason;
}

const validators = new Map(
  Object.values({ ...events.identity }).map(({ name, payload }) => [
    name as string,
    createValidator(payload),
  ]),
);

/** Identity on a database of its own, with real sync and files, and a clock to be moved. */
export async function openTestIdentity(options: { demo?: boolean; passkeys?: boolean } = {}) {
  const db = await testDatabase(sources);
  const dir = await mkdtemp(join(tmpdir(), 'plaza-identity-'));
  const clock = manualClock();
  const newId = createIds(clock, secureRandom);
  const problems: unknown[] = [];
  const log = { error: (fields: object) => void problems.push(fields) };
  const bus = createInProcessBus({ log });
  const hub = { prepare: () => Buffer.alloc(0), deliver: () => undefined };
  const sync = createSync({ db, clock, bus, hub });
  const files = createFiles({ db, dir, clock, newId, log });
  const random = secureRandom;
  const passwords = createPasswords({ random });
  const jobs = { every: () => undefined, waiting: async () => 0 };
  const relyingParty = { id: 'plaza.example', origins: [origin] };
  const deps = {
    ...{ db, bus, clock, random, passwords, newId, sync, files, jobs },
    relyingParty: options.passkeys === false ? null : relyingParty,
    publicUrl: origin,
    demo: options.demo ?? false,
  };
  const identity = createIdentity(deps);
  let count = 0;

  return {
    ...{ db, bus, clock, newId, random, jobs, sync, files, deps, identity, problems },
    /** Somebody new, with the first device signed in. */
    async person(name = 'Ana', from: typeof phone | typeof desk = phone) {
      count += 1;
      const handle = `${name.toLowerCase()}_${count}`;
      const input = { handle, displayName: name, password, locale: 'en' as const, ...from };
      const { me, session, secret, recoveryCodes } = must(await identity.signUp(input));
      const { personId } = me;
      return { personId, handle, me, session, secret, recoveryCodes };
    },
    /** What the person's devices were told, each checked against the contract. */
    async told(personId: PersonId): Promise<{ name: PersonalEventName; payload: any }[]> {
      const { events: pulled } = await sync.pull(personId, 0);
      for (const { name, payload } of pulled) {
        expect(validators.get(name)?.(payload), name).toEqual([]);
      }
      return pulled as { name: PersonalEventName; payload: any }[];
    },
    async notices(personId: PersonId): Promise<string[]> {
      const told = await this.told(personId);
      return told
        .filter(({ name }) => name === 'identity.securityNoticed')
        .map(({ payload }) => payload.notice as string);
    },
    async [Symbol.asyncDispose]() {
      await bus.close();
      await db.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export type TestIdentity = Awaited<ReturnType<typeof openTestIdentity>>;
