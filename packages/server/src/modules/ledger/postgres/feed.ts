import type { Clock, Timer } from '@plaza/base';
import type { Database } from '../../../kernel/db/index.ts';
import { notifyChange } from './store/requests.ts';
import { lastCommitted } from './store/seat.ts';

/** Other processes hear of changes at most so often. */
const noticeMs = 50;

export type Feed = {
  onChange(wake: () => void): () => void;
  /** This process committed something. */
  changed(): void;
  /** Another one says that it did. */
  heard(): void;
  /** Looks whether another process committed something, in case its notice was lost. */
  look(): void;
  stop(): void;
};

export type FeedDeps = {
  db: Pick<Database, 'query'>;
  clock: Clock;
  log: { warn(fields: object, text: string): void };
};

/** Tells who projects the ledger that there is something new. */
export function createFeed({ db, clock, log }: FeedDeps): Feed {
  const wakes = new Set<() => void>();
  let timer: Timer | null = null;
  let isMore = false;
  let lastSeen: bigint | null = null;

  function tell(): void {
    for (const wake of wakes) {
      try {
        wake();
      } catch (error) {
        log.warn({ err: error }, 'a reader of the ledger failed');
      }
    }
  }

  function notice(): void {
    if (timer !== null) {
      isMore = true;
      return;
    }
    isMore = false;
    notifyChange(db).catch(() => undefined);
    timer = clock.after(noticeMs, () => {
      timer = null;
      if (isMore) notice();
    });
  }

  async function look(): Promise<void> {
    const last = await lastCommitted(db);
    if (lastSeen !== null && last !== lastSeen) tell();
    lastSeen = last;
  }

  return {
    onChange(wake) {
      wakes.add(wake);
      return () => void wakes.delete(wake);
    },
    changed() {
      // Not from within: who is woken may ask at once.
      queueMicrotask(tell);
      notice();
    },
    heard: tell,
    look() {
      if (wakes.size > 0) look().catch(() => undefined);
    },
    stop() {
      timer?.cancel();
      wakes.clear();
    },
  };
}
