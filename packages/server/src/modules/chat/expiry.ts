import type { Clock, ConversationId, Timer } from '@plaza/base';
import type { Database } from '../../kernel/db/index.ts';
import type { Remove } from './gone.ts';
import { lockLog } from './store/conversations.ts';
import { selectExpired, selectExpiredIn } from './store/expiry.ts';

const everyMs = 20_000;
const batchSize = 500;

export type ExpiryDeps = {
  db: Database;
  clock: Clock;
  remove: Remove;
  log: { warn(fields: object, text: string): void };
};

export type Expiry = {
  /** Removes the content of all whose time is over; answers of how many. */
  sweep(): Promise<number>;
  start(): void;
  /** Ends after the conversation at hand. */
  stop(): Promise<void>;
};

/**
 * Devices and answers show a message as expired by the clock; this removes it for good soon after.
 * Nothing is written to the log and nobody is told: everybody knows the time already.
 */
export function createExpiry({ db, clock, remove, log }: ExpiryDeps): Expiry {
  let timer: Timer | null = null;
  let sweeping: Promise<unknown> | null = null;
  let stopped = false;

  /** Under the lock of the log, as every other change: whatever came first has happened. */
  const expire = (conversationId: ConversationId, at: Date) =>
    db.tx(async (tx) => {
      await lockLog(tx, conversationId);
      const seqs = await selectExpiredIn(tx, conversationId, { at, limit: batchSize });
      const which = { conversationId, seqs, why: 'expired' as const };
      return (await remove(tx, which, { type: 'expired' })).length;
    });

  async function sweep(): Promise<number> {
    const at = clock.now();
    let removed = 0;
    for (;;) {
      const conversations = await selectExpired(db, { at, limit: batchSize });
      let inRound = 0;
      for (const conversationId of conversations) {
        if (stopped) return removed;
        inRound += await expire(conversationId, at);
      }
      removed += inRound;
      // Nothing more, or what is left is removed by another process at this moment.
      if (inRound === 0) return removed;
    }
  }

  function tick(): void {
    sweeping ??= sweep()
      .catch((error: unknown) => log.warn({ err: error }, 'expired messages were not removed'))
      .finally(() => (sweeping = null));
  }

  return {
    sweep,
    start() {
      stopped = false;
      timer ??= clock.every(everyMs, tick);
    },
    async stop() {
      stopped = true;
      timer?.cancel();
      timer = null;
      await sweeping;
    },
  };
}
