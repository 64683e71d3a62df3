import { createIds, manualClock, secureRandom, type PersonId } from '@plaza/base';
import { events, type PersonalEventName } from '@plaza/contract';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createPasswords } from '../../../kernel/auth/index.ts';
import { createTestAuthenticator } from '../../../kernel/auth/testing-authenticator.ts';
import { testDatabase } from '../../../kernel/db/testing.ts';
import { createInProcessBus } from '../../../kernel/events/index.ts';
import { createValidator, type Outcome } from '../../../kernel/rpc/index.ts';
import { createIdentity } from '../../identity/index.ts';
import { createSync } from '../../sync/index.ts';
import { createApprovals } from './index.ts';

const modules = join(import.meta.dirname, '..', '..');
const sources = ['identity', 'sync', 'pay'].map((module) => ({
  module,
  dir: join(modules, module, 'migrations'),
}));
const validators = new Map(
  Object.values({ ...events.identity, ...events.pay }).map(({ name, payload }) => [
    name as string,
    createValidator(payload),
  ]),
);
const origin = 'https://plaza.example';
const from = {
  device: { name: 'Phone', kind: 'phone' },
  address: '203.0.113.7',
} as const;

export const password = 'tram-lemon-71-quiet';
export const pin = '730582';
export const minuteMs = 60_000;
export const dayMs = 24 * 60 * minuteMs;

/** The value of an outcome that the test expects to be a yes. */
export function must<T>(outcome: Outcome<T, string>): T {
  if (!outcome.ok) throw new Error(`refused: ${outcome.reason}`);
  return outcome.value;
}

/** The reason of an outcome that the test expects to be a no. */
export function reason(outcome: Outcome<unknown, string>): string {
  return outcome.ok ? 'yes' : outcome.reason;
}

async function openParts() {
  const db = await testDatabase(sources);
  const clock = manualClock();
  const random = secureRandom;
  const passwords = createPasswords({ random });
  const newId = createIds(clock, random);
  const bus = createInProcessBus({ log: { error: () => undefined } });
  const hub = { prepare: () => Buffer.alloc(0), deliver: () => undefined };
  const sync = createSync({ db, clock, bus, hub });
  const files = { allow: () => undefined, claim: async () => null, release: async () => undefined };
  const jobs = { every: () => undefined };
  const relyingParty = { id: 'plaza.example', origins: [origin] };
  const place = { publicUrl: origin, relyingParty, demo: false };
  const kernel = { db, clock, random, newId, passwords, bus, jobs };
  const identity = createIdentity({ ...kernel, ...place, sync, files });
  const approvals = createApprovals({ db, clock, passwords, sync, identity });
  return { db, clock, newId, bus, sync, identity, approvals };
}

/** Approvals with a real identity and sync, on a database of their own. */
export async function openTestApprovals() {
  const parts = await openParts();
  const { db, bus, sync, identity, approvals } = parts;
  let count = 0;

  async function told(personId: PersonId) {
    const { events: pulled } = await sync.pull(personId, 0);
    for (const { name, payload } of pulled) {
      expect(validators.get(name)?.(payload), name).toEqual([]);
    }
    return pulled as { name: PersonalEventName; payload: any }[];
  }

  return {
    ...parts,
    told,
    /** Somebody who has a password, and a PIN unless the test says otherwise. */
    async person({ hasPin = true } = {}) {
      count += 1;
      const named = { handle: `payer_${count}`, displayName: 'Payer', locale: 'en' as const };
      const { me, recoveryCodes } = must(await identity.signUp({ ...named, password, ...from }));
      const { personId } = me;
      if (hasPin) must(await approvals.createPin(personId, { pin, currentPassword: password }));
      return { personId, recoveryCodes: recoveryCodes as [string, string, ...string[]] };
    },
    /** Somebody whose account began with a passkey. */
    async keyholder() {
      count += 1;
      const authenticator = createTestAuthenticator({ origin });
      const named = { handle: `payer_${count}`, displayName: 'Payer', locale: 'en' as const };
      const { challengeId, options } = must(await identity.beginPasskeySignUp(named));
      const response = authenticator.create(options);
      const { me } = must(await identity.finishPasskeySignUp({ challengeId, response, ...from }));
      return { personId: me.personId, authenticator };
    },
    async addPasskey(personId: PersonId, { verifiesUser = true } = {}) {
      const authenticator = createTestAuthenticator({ origin, verifiesUser });
      const { challengeId, options } = must(await identity.beginPasskeyAdd(personId));
      const response = authenticator.create(options);
      must(await identity.finishPasskeyAdd(personId, { challengeId, response, name: 'New' }));
      return authenticator;
    },
    /** What the owner was warned of about the PIN, in order. */
    async notices(personId: PersonId): Promise<string[]> {
      const notices = (await told(personId)).filter(
        ({ name, payload }) =>
          name === 'identity.securityNoticed' && String(payload.notice).startsWith('pin_'),
      );
      return notices.map(({ payload }) => payload.notice as string);
    },
    /** What a device believes that applied every event and never asked. */
    async believed(personId: PersonId) {
      const changes = (await told(personId)).filter(({ name }) => name === 'pay.approvalChanged');
      return changes.at(-1)?.payload.approval;
    },
    async [Symbol.asyncDispose]() {
      await bus.close();
      await db.close();
    },
  };
}

export type TestApprovals = Awaited<ReturnType<typeof openTestApprovals>>;
