import type { SessionId } from '@plaza/base';
import { hashSecret, type Authenticate } from '../../kernel/auth/index.ts';
import { inBatches } from '../../kernel/batching.ts';
import type { Caller } from '../../kernel/rpc/index.ts';
import type { Context } from './context.ts';
import { durations, later } from './durations.ts';
import { changedTopic, endedTopic } from './sessions.ts';
import * as store from './store/index.ts';

type Cached = { caller: Caller; untilMs: number };

const maxCached = 20_000;
/** After a broken line everybody comes back in the same second. */
const lookUps = { largest: 16, underWay: 1 };
/** One at a time: two of this process never wait for each other's rows. */
const touches = { largest: 256, underWay: 1 };

export type Authenticator = {
  authenticate: Authenticate;
  /** Calls `run` when a session of this city ended, in whatever process. */
  onSessionEnded(run: (sessionId: SessionId) => void): void;
};

/**
 * Finds callers by the secret of their session. An answer is kept for a few seconds; a session
 * that ends is forgotten at once by the bus, and should the bus lose that, by the clock.
 */
export function createAuthenticator(ctx: Context): Authenticator {
  const { db, bus, clock } = ctx;
  const cache = new Map<string, Cached>();
  const listeners: ((sessionId: SessionId) => void)[] = [];
  /** Rises with each ending, so that a look-up that began before it is not kept. */
  let endings = 0;

  function forget(matches: (caller: Caller) => boolean): void {
    endings += 1;
    for (const [key, { caller }] of cache) if (matches(caller)) cache.delete(key);
  }

  bus.subscribe(endedTopic, (message) => {
    const { sessionId } = message as { sessionId: SessionId };
    forget((caller) => caller.sessionId === sessionId);
    for (const listener of listeners) listener(sessionId);
  });
  bus.subscribe(changedTopic, (message) => {
    const { personId } = message as { personId: string };
    forget((caller) => caller.personId === personId);
  });
  bus.onGap(() => forget(() => true));

  function keep(key: string, caller: Caller): void {
    if (cache.size >= maxCached) cache.delete(cache.keys().next().value ?? '');
    cache.set(key, { caller, untilMs: clock.monotonicMs() + durations.authenticateCacheMs });
  }

  const findHolder = inBatches(
    (secretHashes: readonly Buffer[]) => {
      const seenAfter = later(clock.now(), -durations.sessionIdleMs);
      return store.findHolders(db, secretHashes, seenAfter);
    },
    { ...lookUps, clock },
  );

  const touch = inBatches(
    async (sessionIds: readonly SessionId[]) => {
      const now = clock.now();
      // A transaction, because that is tried again where another process holds the same rows.
      await db.tx((tx) => store.touchSessions(tx, { sessionIds, now }));
      return [];
    },
    { ...touches, clock },
  );

  async function lookUp(secretHash: Buffer): Promise<Caller | null> {
    const holder = await findHolder(secretHash);
    if (holder === null) return null;
    const { sessionId, personId, role, isSuspended, lastSeenAt } = holder;
    if (clock.nowMs() - lastSeenAt.getTime() >= durations.lastSeenMs) await touch(sessionId);
    return { personId, sessionId, role, ...(isSuspended ? { isSuspended } : {}) };
  }

  return {
    onSessionEnded: (run) => void listeners.push(run),
    async authenticate(secret) {
      const secretHash = hashSecret(secret);
      const key = secretHash.toString('base64');
      const cached = cache.get(key);
      if (cached !== undefined && cached.untilMs > clock.monotonicMs()) return cached.caller;
      cache.delete(key);
      const endingsBefore = endings;
      const caller = await lookUp(secretHash);
      if (caller !== null && endings === endingsBefore) keep(key, caller);
      return caller;
    },
  };
}
