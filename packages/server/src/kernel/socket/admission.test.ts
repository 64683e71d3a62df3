import { createIds, manualClock, secureRandom, systemClock } from '@plaza/base';
import type { PersonId, SessionId } from '@plaza/base';
import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { createLimits } from '../limits/index.ts';
import type { Caller } from '../rpc/index.ts';
import { admit } from './admission.ts';

const newId = createIds(systemClock, secureRandom);
const request = { url: '/socket', headers: { host: 'localhost' } } as IncomingMessage;

/** Somebody comes from the one address that everybody has here. */
function door() {
  const limits = createLimits({ clock: manualClock(), factor: 1 });
  return async (caller: Caller | null) => {
    const admission = await admit(request, {
      authenticateRequest: async () => ({ kind: 'known', caller }),
      addressOf: () => '198.51.100.7',
      hostNames: new Set(),
      limits,
    });
    return admission.ok ? 'in' : admission.status.slice(0, 3);
  };
}

const person = (): Caller => ({
  personId: newId<PersonId>(),
  sessionId: newId<SessionId>(),
  role: 'resident',
});

async function times<T>(count: number, run: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  while (results.length < count) results.push(await run());
  return results;
}

it('lets in all people behind one address, also after strangers from there', async () => {
  const come = door();
  const strangers = await times(310, () => come(null));
  expect(strangers.filter((status) => status === '401')).toHaveLength(300);
  expect(strangers.slice(300).every((status) => status === '429')).toBe(true);
  expect(new Set(await times(2_000, () => come(person())))).toEqual(new Set(['in']));
});

it('stops one person who connects without end', async () => {
  const come = door();
  const ana = person();
  const hers = await times(310, () => come(ana));
  expect(hers.filter((status) => status === 'in')).toHaveLength(300);
  expect(hers.at(-1)).toBe('429');
  expect(await come(person())).toBe('in');
});
