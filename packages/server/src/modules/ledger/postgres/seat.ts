import type { Clock, Timer } from '@plaza/base';
import type { Database } from '../../../kernel/db/index.ts';
import type { Client } from './store/commit.ts';
import { beat, prepareSeat, tryTakeSeat, type Tenure } from './store/seat.ts';

const retryMs = 500;
/** Between connections: at first as if it had been an accident, then as if the server were away. */
const firstPauseMs = 100;
const lastPauseMs = 1_000;
/** The writer says something so often before its silence would be taken for its end. */
const beatsPerSilence = 5;

/** `unknown` until the first try; then another process has the seat, or this one. */
export type SeatState = 'unknown' | 'standing_by' | 'held';

export type SeatDeps = {
  db: Pick<Database, 'connect'>;
  clock: Clock;
  log: { info(fields: object, text: string): void; warn(fields: object, text: string): void };
  /** A writer that is silent for so long loses the seat; so does a server its writer. */
  silenceMs: number;
  onTaken(client: Client, tenure: Tenure): void;
  onStandingBy(): void;
  /** The seat is lost, or was never got. */
  onGone(): void;
};

export type Seat = {
  state(): SeatState;
  start(): void;
  /** Gives the seat up; it will be tried again, by whoever is first. */
  leave(): void;
  stop(): Promise<void>;
};

type SeatVars = {
  state: SeatState;
  client: Client | null;
  isStopped: boolean;
  running: Promise<void> | null;
  sleep: AbortController;
};

/** Who holds the lock on a session of its own may write; everybody else tries for it again. */
export function createSeat(deps: SeatDeps): Seat {
  const seat: SeatVars = {
    state: 'unknown',
    client: null,
    isStopped: false,
    running: null,
    sleep: new AbortController(),
  };
  return {
    state: () => seat.state,
    start() {
      seat.running ??= run(deps, seat);
    },
    leave: () => drop(seat.client),
    async stop() {
      seat.isStopped = true;
      seat.sleep.abort();
      drop(seat.client);
      await seat.running;
    },
  };
}

/** Ends a session also when the server does not answer any more. */
function drop(client: Client | null): void {
  void client?.end().catch(() => undefined);
}

async function run(deps: SeatDeps, seat: SeatVars): Promise<void> {
  let failures = 0;
  while (!seat.isStopped) {
    try {
      await attend(deps, seat);
      failures = 0;
    } catch (error) {
      failures += 1;
      if (!seat.isStopped) deps.log.warn({ err: error }, 'the ledger has no connection');
    }
    seat.client = null;
    seat.state = 'unknown';
    deps.onGone();
    await pause(deps, seat, Math.min(firstPauseMs * 2 ** failures, lastPauseMs));
  }
}

async function pause(deps: SeatDeps, seat: SeatVars, delayMs: number): Promise<void> {
  if (seat.isStopped) return;
  await deps.clock.sleep(delayMs, seat.sleep.signal).catch(() => undefined);
}

/** From the opening of a connection to its end. */
async function attend(deps: SeatDeps, seat: SeatVars): Promise<void> {
  const client = await deps.db.connect();
  seat.client = client;
  const ended = new Promise<void>((resolve) => void client.once('end', resolve));
  let isOpen = true;
  void ended.then(() => (isOpen = false));
  try {
    if (seat.isStopped) return;
    await prepareSeat(client, deps.silenceMs);
    let tenure = await tryTakeSeat(client);
    while (tenure === null && isOpen && !seat.isStopped) {
      seat.state = 'standing_by';
      deps.onStandingBy();
      await Promise.race([pause(deps, seat, retryMs), ended]);
      if (isOpen && !seat.isStopped) tenure = await tryTakeSeat(client);
    }
    if (tenure === null || !isOpen) return;
    seat.state = 'held';
    const heart = startHeart(deps, client);
    deps.log.info({ epoch: String(tenure.epoch) }, 'this process writes the ledger');
    deps.onTaken(client, tenure);
    await ended;
    heart.cancel();
  } finally {
    drop(client);
  }
}

/** Keeps the session alive, and ends it when the server is silent. */
function startHeart({ clock, silenceMs }: SeatDeps, client: Client): Timer {
  let askedAtMs: number | null = null;
  return clock.every(silenceMs / beatsPerSilence, () => {
    const nowMs = clock.monotonicMs();
    if (askedAtMs !== null) {
      if (nowMs - askedAtMs > silenceMs) drop(client);
      return;
    }
    askedAtMs = nowMs;
    beat(client).then(
      () => (askedAtMs = null),
      () => drop(client),
    );
  });
}
