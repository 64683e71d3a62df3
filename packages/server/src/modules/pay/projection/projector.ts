import type { Timer } from '@plaza/base';
import type { Currencies } from '../currencies.ts';
import type { PayDeps } from '../deps.ts';
import { NotKnown } from '../not-known.ts';
import { lockCursor, moveCursor, selectCursor } from '../store/cursor.ts';
import { projectBatch } from './batch.ts';

const batchSize = 200;
const pollEveryMs = 1_000;
const waitLimitMs = 5_000;
const pauseMs = 20;

export type Projector = {
  /** Resolves when everything up to this event of the ledger is projected; at most 5 s. */
  reach(timestamp: bigint): Promise<void>;
  /** Projects all there is; rejects if that fails. True when there was something. */
  drain(): Promise<boolean>;
  /** How many events wait, counted to 1,000. */
  waiting(): Promise<number>;
  start(): void;
  stop(): Promise<void>;
};

type ProjectorDeps = Pick<PayDeps, 'db' | 'clock' | 'log' | 'ledger'> &
  Parameters<typeof projectBatch>[0] & { currencies: Currencies };

/** `busy`: another process is at it. */
type Turn = 'done' | 'more' | 'busy';

/**
 * Follows the ledger's feed. One process at a time projects, under the lock of the cursor's row,
 * and moves the cursor in the same transaction: each event is projected once, in order.
 */
export function createProjector(deps: ProjectorDeps): Projector {
  const { db, clock, log, ledger } = deps;
  let seen = 0n;
  let turning: Promise<Turn> | null = null;
  let isWanted = false;
  let following: Promise<void> | null = null;
  let stopped = true;
  let timer: Timer | null = null;
  let unsubscribe: (() => void) | null = null;

  async function turn(): Promise<Turn> {
    const [result, at] = await db.tx(async (tx): Promise<[Turn, bigint]> => {
      const from = await lockCursor(tx);
      if (from === null) return ['busy', await selectCursor(tx)];
      const changes = await ledger.changes(from, batchSize);
      const last = changes.at(-1);
      if (last === undefined) return ['done', from];
      await projectBatch(deps, tx, changes);
      await moveCursor(tx, last.timestamp);
      return [changes.length === batchSize ? 'more' : 'done', last.timestamp];
    });
    if (at > seen) seen = at;
    return result;
  }

  /** Everybody who waits shares one turn: so one transaction serves many. */
  function joinTurn(): Promise<Turn> {
    turning ??= turn().finally(() => {
      turning = null;
    });
    return turning;
  }

  async function follow(): Promise<void> {
    while (isWanted && !stopped) {
      isWanted = false;
      try {
        if ((await joinTurn()) === 'more') isWanted = true;
      } catch (error) {
        // Nothing is lost: the next wake or look begins where the cursor is.
        log.error({ err: error }, 'the feed of the ledger could not be projected');
        isWanted = false;
      }
    }
  }

  function wake(): void {
    isWanted = true;
    if (stopped) return;
    following ??= follow().finally(() => {
      following = null;
      // Woken between the last look and now.
      if (isWanted) wake();
    });
  }

  async function reach(timestamp: bigint): Promise<void> {
    const deadlineMs = clock.monotonicMs() + waitLimitMs;
    for (let count = 0; seen < timestamp; count += 1) {
      const result = await joinTurn();
      if (seen >= timestamp) return;
      if (clock.monotonicMs() >= deadlineMs) throw new NotKnown('the projection is behind');
      // The first turn may have looked before the event was there.
      if (result !== 'more' && count > 0) await clock.sleep(pauseMs);
    }
  }

  async function drain(): Promise<boolean> {
    let hadSome = false;
    // A turn that is under way may have looked too early.
    await turning?.catch(() => undefined);
    for (;;) {
      const before = await selectCursor(db);
      const result = await joinTurn();
      if (result === 'busy') await clock.sleep(pauseMs);
      const after = await selectCursor(db);
      hadSome ||= after !== before;
      if (result !== 'busy' && after === before) return hadSome;
    }
  }

  return {
    reach,
    drain,
    async waiting() {
      return (await ledger.changes(await selectCursor(db), 1_000)).length;
    },
    start() {
      stopped = false;
      unsubscribe ??= ledger.onChange(wake);
      timer ??= clock.every(pollEveryMs, wake);
      wake();
    },
    async stop() {
      stopped = true;
      unsubscribe?.();
      unsubscribe = null;
      timer?.cancel();
      timer = null;
      await following;
      await turning?.catch(() => undefined);
    },
  };
}
