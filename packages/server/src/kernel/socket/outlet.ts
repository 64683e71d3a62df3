import { closeCodes } from '@plaza/contract';
import type { Clock } from '@plaza/base';
import type { Duplex } from 'node:stream';
import type { Join } from './flusher.ts';
import { prepare } from './frame.ts';

/** Above this many unsent bytes a reader gets no more events: it is told of a lag instead. */
export const lagBytes = 256 * 1024;
/** Above this many, or after `stalledMs` without progress, the reader is dropped. */
export const dropBytes = 4 * 1024 * 1024;
const stalledMs = 15_000;

const lagFrame = prepare({ t: 'lag' });

export type OutletDeps = {
  clock: Clock;
  /** Closes the socket with a code and a reason. */
  close(code: number): void;
  /** Asks to be flushed at the end of this turn. */
  schedule(outlet: Outlet): void;
};

/** The way out to one client. Never holds more than `dropBytes` of unsent data. */
export type Outlet = {
  /** Queues an event that the log can heal: dropped while the reader lags. */
  tell(prepared: Buffer): void;
  /** Queues an answer, which nothing can replace. */
  answer(prepared: Buffer): void;
  /** Writes what this turn has queued, in one go. */
  flush(join?: Join): void;
  readonly lagging: boolean;
  /** Stops the timer; the socket is closed. */
  end(): void;
};

/**
 * Creates the outlet of a raw socket. Frames are written below the WebSocket library, whole and
 * in one write for each turn: that, not more processes, makes fan-out cheap.
 */
export function createOutlet(raw: Duplex, deps: OutletDeps): Outlet {
  let queued: Buffer[] = [];
  let lagging = false;
  let ended = false;
  let lagTimer: { cancel(): void } | null = null;

  raw.on('drain', () => {
    if (!lagging || ended) return;
    lagTimer?.cancel();
    lagging = false;
    raw.write(lagFrame);
  });

  function startLag(): void {
    if (lagging) return;
    lagging = true;
    lagTimer = deps.clock.after(stalledMs, () => deps.close(closeCodes.tooSlow));
  }

  const outlet: Outlet = {
    get lagging() {
      return lagging;
    },
    tell(prepared) {
      if (lagging || ended) return;
      if (raw.writableLength > lagBytes) return startLag();
      outlet.answer(prepared);
    },
    answer(prepared) {
      if (ended) return;
      if (queued.length === 0) deps.schedule(outlet);
      queued.push(prepared);
    },
    flush(join = Buffer.concat) {
      const batch = queued;
      queued = [];
      if (ended || raw.destroyed || batch.length === 0) return;
      if (raw.writableLength > dropBytes) return deps.close(closeCodes.tooSlow);
      raw.write(join(batch));
    },
    end() {
      ended = true;
      queued = [];
      lagTimer?.cancel();
    },
  };
  return outlet;
}
