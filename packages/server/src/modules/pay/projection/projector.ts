import type { Timer } from '@plaza/base';
import type { PayDeps } from '../deps.ts';
import { NotKnown } from '../not-known.ts';
import { lockCursor, moveCursor, selectCursor } from '../store/cursor.ts';
import { projectBatch } from './batch.ts';

const batchSize = 500;
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
  Parameters<typeof projectBatch>[0];

/** `busy`: another process is at it. */
type Turn = 'done' | 'more' | 'busy';

/** One transaction for as many events as there are, or none if another process is at it. */
function createTurns(deps: ProjectorDeps) {
  const { db, ledger } = deps;
  let seen = 0n;
  let limit = batchSize;
  let turning: Promise<Turn> | null = null;

  /** After a failure fewer at a time: all before an event that cannot be projected get through. */
  async function turn(): Promise<Turn> {
    try {
      const result = await project();
      limit = Math.min(limit * 2, batchSize);
      return result;
    } catch (error) {
      limit = Math.ceil(limit / 2);
      throw error;
    }
  }

  async function project(): Promise<Turn> {
    const [result, at] = await db.tx(async (tx): Promise<[Turn, bigint]> => {
      const from = await lockCursor(tx);
      if (from === null) return ['busy', await selectCursor(tx)];
      const changes = await ledger.changes(from, limit);
      const last = changes.at(-1);
      if (last === undefined) return ['done', from];
      await projectBatch(deps, tx, changes);
      await moveCursor(tx, last.timestamp);
      return [changes.length === limit ? 'more' : 'done', last.timestamp];
    });
    if (at > seen) seen = at;
    return result;
  }

  return {
    /** Everybody who waits shares one turn: so one transaction serves many. */
    join(): Promise<Turn> {
      turning ??= turn().finally(() => {
        turning = null;
      });
      return turning;
    },
    /** Up to which event this process knows that all is projected. */
    seen: () => seen,
    async idle() {
      await turning?.catch(() => undefined);
    },
  };
}

type Turns = ReturnType<typeof createTurns>;

/** Takes turns whenever the ledger says that there is something, and now and then unasked. */
function createFollower({ db, clock, log, ledger }: ProjectorDeps, turns: Turns) {
  let isWanted = false;
  let following: Promise<void> | null = null;
  let stopped = true;
  let timer: Timer | null = null;
  let unsubscribe: (() => void) | null = null;

  async function follow(): Promise<void> {
    while (isWanted && !stopped) {
      isWanted = false;
      try {
        if ((await turns.join()) === 'more') isWanted = true;
      } catch (error) {
        // Nothing is lost: the next wake or look begins where the cursor is.
        const after = String(await selectCursor(db).catch(() => 'unknown'));
        log.error({ err: error, after }, 'the feed of the ledger could not be projected');
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

  return {
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
      await turns.idle();
    },
  };
}

/**
 * Follows the ledger's feed. One process at a time projects, under the lock of the cursor's row,
 * and moves the cursor in the same transaction: each event is projected once, in order.
 */
export function createProjector(deps: ProjectorDeps): Projector {
  const { db, clock, ledger } = deps;
  const turns = createTurns(deps);

  async function reach(timestamp: bigint): Promise<void> {
    const deadlineMs = clock.monotonicMs() + waitLimitMs;
    for (let count = 0; turns.seen() < timestamp; count += 1) {
      const result = await turns.join().catch((error: unknown) => {
        throw new NotKnown('the projection failed', { cause: error });
      });
      if (turns.seen() >= timestamp) return;
      if (clock.monotonicMs() >= deadlineMs) throw new NotKnown('the projection is behind');
      // The first turn may have looked before the event was there.
      if (result !== 'more' && count > 0) await clock.sleep(pauseMs);
    }
  }

  async function drain(): Promise<boolean> {
    let hadSome = false;
    // A turn that is under way may have looked too early.
    await turns.idle();
    for (;;) {
      const before = await selectCursor(db);
      const result = await turns.join();
      if (result === 'busy') await clock.sleep(pauseMs);
      const after = await selectCursor(db);
      hadSome ||= after !== before;
      if (result !== 'busy' && after === before) return hadSome;
    }
  }

  return {
    ...createFollower(deps, turns),
    ...{ reach, drain },
    async waiting() {
      return (await ledger.changes(await selectCursor(db), 1_000)).length;
    },
  };
}
