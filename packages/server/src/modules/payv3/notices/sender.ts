import type { MerchantId, Timer } from '@plaza/base';
import type { Payv3Deps } from '../deps.ts';
import { claimDue } from '../store/notices.ts';
import type { Tell } from './telling.ts';

// Works off what is due. Each process takes some, under a lease: what a dead one had is taken again
// when its lease is over, so a back end may hear a thing twice, and does anyway.

const everyMs = 1_000;
const leaseMs = 60_000;
const atOnce = 32;
/** Of one merchant in one look; so many that wait for an answer keep the next ones waiting. */
const ofOneAtOnce = 4;

export type Sender = {
  start(): void;
  stop(): Promise<void>;
  /** Something is due now. */
  wake(): void;
  /** Tells everything that is due, and waits for it: for tests. */
  settle(): Promise<void>;
};

export function createSender(
  { db, clock, log }: Pick<Payv3Deps, 'db' | 'clock' | 'log'>,
  tell: Tell,
): Sender {
  const busy = new Map<Promise<void>, MerchantId>();
  let timer: Timer | null = null;
  let isStopped = true;
  let looking: Promise<void> | null = null;

  /** Merchants whose back ends have as much to answer as one may. */
  function slow(): MerchantId[] {
    const waiting = [...busy.values()];
    const countOf = (of: MerchantId) => waiting.filter((each) => each === of).length;
    return [...new Set(waiting)].filter((each) => countOf(each) >= ofOneAtOnce);
  }

  async function take(): Promise<number> {
    const limit = atOnce - busy.size;
    if (limit <= 0) return 0;
    const leaseUntil = new Date(clock.nowMs() + leaseMs);
    const usual = { now: clock.now(), leaseUntil, limit, ofOne: ofOneAtOnce };
    const due = await claimDue(db, { ...usual, except: slow() });
    for (const notice of due) {
      const one = tell(notice).catch((error: unknown) => {
        // Its lease ends, and then it is taken again.
        const { noticeId } = notice;
        log.error({ err: error, noticeId }, 'a back end could not be told');
      });
      busy.set(one, notice.merchantId);
      void one.finally(() => {
        busy.delete(one);
        if (!isStopped) look();
      });
    }
    return due.length;
  }

  function look(): void {
    looking ??= take()
      .then(() => undefined)
      .catch((error: unknown) => log.warn({ err: error }, 'back ends are not told at present'))
      .finally(() => {
        looking = null;
      });
  }

  return {
    start() {
      isStopped = false;
      timer ??= clock.every(everyMs, look);
      look();
    },
    async stop() {
      isStopped = true;
      timer?.cancel();
      timer = null;
      await looking;
      await Promise.all(busy.keys());
    },
    wake() {
      if (!isStopped) look();
    },
    async settle() {
      do {
        await looking;
        await Promise.all(busy.keys());
      } while ((await take()) > 0 || busy.size > 0);
    },
  };
}
