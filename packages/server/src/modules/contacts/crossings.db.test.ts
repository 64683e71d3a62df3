import type { PersonId } from '@plaza/base';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Asked, Crossing } from './crossing.ts';
import { onCrossing } from './crossings.ts';
import { openTestContacts, type TestContacts } from './testing.ts';
import { requestLifeMs, type RequestId } from './types.ts';

let city: TestContacts;
let serial = 0;
beforeAll(async () => {
  city = await openTestContacts();
});
afterAll(() => city?.[Symbol.asyncDispose]());

function person(): PersonId {
  serial += 1;
  return city.person(`crossing_${serial}`);
}

/** The history of one request on the asker's side: `kinds`, each a version higher. */
function history(kinds: readonly Asked['kind'][]): Asked[] {
  const common = {
    ...{ from: person(), to: person(), via: 'handle' as const },
    requestId: city.deps.newId<RequestId>(),
    createdAt: city.clock.now().toISOString(),
    lapsesAt: new Date(city.clock.nowMs() + requestLifeMs).toISOString(),
  };
  return kinds.map((kind, index) => ({
    ...{ ...common, kind, version: index + 1 },
    reason: kind === 'asked' ? `words ${index + 1}` : '',
  }));
}

async function deliver(crossings: readonly Crossing[]): Promise<void> {
  for (const crossing of crossings) await onCrossing(city.deps, crossing);
  await city.outbox.settle();
}

async function box(ownerId: PersonId) {
  const requests = await city.contacts.listRequests(ownerId);
  return requests.map(({ reason, state }) => ({ reason, state }));
}

/** Some order of the deliveries 0 … count - 1, each at least once and some twice. */
const muddled = (count: number) => {
  const all = Array.from({ length: count }, (_, index) => index);
  return fc
    .tuple(fc.shuffledSubarray(all, { minLength: count }), fc.shuffledSubarray(all), fc.boolean())
    .map(([once, again, first]) => (first ? [...again, ...once] : [...once, ...again]));
};

describe('deliveries that come late, twice or in the wrong order', () => {
  test('the newest words are in the box once', async () => {
    await fc.assert(
      fc.asyncProperty(muddled(3), async (order) => {
        const told = history(['asked', 'asked', 'asked']);
        await deliver(order.map((index) => told[index]!));
        expect(await box(told[0]!.to)).toEqual([{ reason: 'words 3', state: 'pending' }]);
      }),
      { numRuns: 30 },
    );
  });

  test('what was taken back never appears', async () => {
    await fc.assert(
      fc.asyncProperty(muddled(3), async (order) => {
        const told = history(['asked', 'asked', 'takenBack']);
        await deliver(order.map((index) => told[index]!));
        const [entry, ...more] = await box(told[0]!.to);
        expect(entry?.state).toBe('withdrawn');
        expect(more).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  test('an acceptance that comes again does not undo a removal', async () => {
    const [a, b] = [person(), person()];
    await city.contacts.sendRequest(a, { personId: b, reason: '', via: 'handle' });
    await city.outbox.settle();
    const [request] = await city.contacts.listRequests(b);
    const requestId = request!.requestId as RequestId;
    await city.contacts.answerRequest(b, { requestId, accept: true });
    await city.outbox.settle();
    await city.contacts.remove(a, b);
    await deliver([{ kind: 'accepted', from: b, to: a, requestId }]);
    expect(await city.contacts.list(a)).toEqual([]);
  });

  test('an acceptance that comes after the asker took back lists nobody', async () => {
    const [a, b] = [person(), person()];
    await city.contacts.sendRequest(a, { personId: b, reason: '', via: 'handle' });
    const [request] = await city.contacts.listRequests(a);
    const requestId = request!.requestId as RequestId;
    await city.contacts.withdrawRequest(a, requestId);
    await deliver([{ kind: 'accepted', from: b, to: a, requestId }]);
    expect(await city.contacts.list(a)).toEqual([]);
    expect((await city.contacts.listRequests(a))[0]?.state).toBe('withdrawn');
  });

  test('nobody can accept for another: only the asked side of a request crosses back', async () => {
    const [a, b] = [person(), person()];
    await city.contacts.sendRequest(a, { personId: b, reason: '', via: 'handle' });
    await city.outbox.settle();
    const [request] = await city.contacts.listRequests(b);
    const requestId = request!.requestId as RequestId;
    await deliver([{ kind: 'accepted', from: a, to: b, requestId }]);
    expect(await city.contacts.list(b)).toEqual([]);
  });
});
