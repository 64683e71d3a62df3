import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthenticator } from './authenticate.ts';
import type { Context } from './context.ts';
import { desk, must, openTestIdentity, password } from './testing.ts';

let city: Awaited<ReturnType<typeof openTestIdentity>>;
beforeAll(async () => {
  city = await openTestIdentity();
});
afterAll(() => city[Symbol.asyncDispose]());

/** Another process of the same city: the same bus and database, and nothing in its cache. */
const newProcess = () => createAuthenticator({ ...city.deps } as unknown as Context);

const unknown = 'x'.repeat(43);

describe('finding callers', () => {
  it('gives each of many at once who they are, and nobody for what is no session', async () => {
    const people = await Promise.all(['Abe', 'Bea', 'Cid'].map((name) => city.person(name)));
    const gone = await city.person('Dov');
    const { personId, session } = gone;
    must(await city.identity.revokeSession({ personId, sessionId: session.sessionId }));
    const known = people.map(({ secret, personId: id }) => ({ secret, id: id as string | null }));
    const asked = [...known, { secret: gone.secret, id: null }, { secret: unknown, id: null }];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...asked), { minLength: 1, maxLength: 200 }),
        async (crowd) => {
          const { authenticate } = newProcess();
          const callers = await Promise.all(crowd.map(({ secret }) => authenticate(secret)));
          expect(callers.map((caller) => caller?.personId ?? null)).toEqual(
            crowd.map(({ id }) => id),
          );
        },
      ),
      { numRuns: 20 },
    );
  });

  it('knows nobody by a session that ended while many were looked up', async () => {
    const { handle, personId, secret } = await city.person('Eli');
    for (let round = 0; round < 10; round += 1) {
      const second = must(await city.identity.signIn({ handle, password, ...desk }));
      const { authenticate } = newProcess();
      const { sessionId } = second.session;
      const [, ...during] = await Promise.all([
        city.identity.revokeSession({ personId, sessionId }),
        ...Array.from({ length: 50 }, (_, n) => authenticate(n % 2 ? secret : second.secret)),
      ]);
      expect(during.filter((_, n) => n % 2 === 1).every((caller) => caller !== null)).toBe(true);
      // Whatever was answered meanwhile is not remembered.
      expect(await authenticate(second.secret)).toBeNull();
      expect(await authenticate(secret)).toMatchObject({ personId });
    }
  }, 30_000);

  it('notes when each was last seen, but not more often than it must', async () => {
    const people = await Promise.all(['Fay', 'Gil', 'Hal'].map((name) => city.person(name)));
    const seen = async () => {
      const ids = people.map(({ personId }) => personId);
      const sessions = await Promise.all(ids.map((id) => city.identity.listSessions(id, null)));
      return sessions.map(([session]) => session?.lastSeenAt);
    };
    const come = async () => {
      const { authenticate } = newProcess();
      await Promise.all(people.map(({ secret }) => authenticate(secret)));
    };
    const before = await seen();
    city.clock.advance(4 * 60_000);
    await come();
    expect(await seen()).toEqual(before);
    city.clock.advance(2 * 60_000);
    await come();
    const now = city.clock.now().toISOString();
    expect(await seen()).toEqual([now, now, now]);
  });
});
