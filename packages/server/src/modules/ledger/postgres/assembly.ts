import { createIds, type Clock, type Random, type Timer } from '@plaza/base';
import type { Database } from '../../../kernel/db/index.ts';
import { createAftermath } from './aftermath.ts';
import { createEar } from './ear.ts';
import { createFeed } from './feed.ts';
import { createHandOver } from './hand-over.ts';
import { createPost } from './post.ts';
import type { Request } from './request.ts';
import { createSeat, type Seat } from './seat.ts';
import { answerChannel, changeChannel, requestChannel } from './store/requests.ts';
import { createSubmissions } from './submissions.ts';

const pulseMs = 1_000;
const sweepEveryPulses = 30;
/** How long a reader waits for what is due to expire; then it reads what there is. */
const expiryPatienceMs = 2_000;
/** How long an orderly end waits for answers. */
const farewellMs = 3_000;

export type PostgresLedgerDeps = {
  db: Pick<Database, 'query' | 'connect'>;
  clock: Clock;
  random: Random;
  log: {
    info(fields: object, text: string): void;
    warn(fields: object, text: string): void;
    error(fields: object, text: string): void;
  };
  limits?: Partial<PostgresLedgerLimits>;
};

export type PostgresLedgerLimits = {
  /** Accounts that the writer keeps in memory; about half a kilobyte each. */
  cachedAccounts: number;
  /** Of an account, the events that its row in the table may lack. */
  eventsBeyondRow: number;
  /** Events that may wait at once; beyond them requests are refused. */
  waitingEvents: number;
  /** How long a request waits for a writer. */
  patienceMs: number;
  /** A writer that is silent for so long loses the seat. */
  silenceMs: number;
};

const usualLimits: PostgresLedgerLimits = {
  cachedAccounts: 120_000,
  eventsBeyondRow: 64,
  waitingEvents: 100_000,
  patienceMs: 10_000,
  silenceMs: 10_000,
};

type Parts = ReturnType<typeof createParts>;

function createParts(deps: PostgresLedgerDeps) {
  const { db, clock, log } = deps;
  const limits = { ...usualLimits, ...deps.limits };
  const { patienceMs, waitingEvents: maxEvents, cachedAccounts, eventsBeyondRow } = limits;
  const newId = createIds(clock, deps.random);
  const feed = createFeed({ db, clock, log });
  const handOver = createHandOver({ db, clock, log, newId, patienceMs });
  const post = createPost({ db, clock, log, cachedAccounts, eventsBeyondRow, feed });
  const again = (requests: Request[]) => submissions.takeBack(requests);
  const aftermath = createAftermath({ db, log, again });
  const submissions = createSubmissions({
    ...{ clock, handOver, lane: post.lane, maxEvents, patienceMs },
    giveUpUnknown: aftermath.giveUp,
  });
  return { feed, handOver, post, aftermath, submissions };
}

function createSeatOf(deps: PostgresLedgerDeps, parts: Parts): Seat {
  const { handOver, post, aftermath, submissions } = parts;
  const { db, clock, log } = deps;
  const { silenceMs } = { ...usualLimits, ...deps.limits };
  const seat: Seat = createSeat({
    ...{ db, clock, log, silenceMs },
    onTaken(client, tenure) {
      post.take(client, tenure, seat.leave);
      submissions.flush();
      void aftermath.look();
    },
    onStandingBy() {
      post.standBy();
      submissions.flush();
      void aftermath.look();
      handOver.look();
    },
    onGone() {
      const leftover = post.leave();
      if (leftover === null) return;
      const { underWay, epoch, requests } = leftover;
      if (underWay !== null) aftermath.add({ group: underWay, epoch });
      submissions.takeBack(requests);
    },
  });
  return seat;
}

/** What is done every second, should nothing else have done it. */
function createPulse(parts: Parts, isWriter: () => boolean): () => void {
  const { feed, handOver, post, aftermath, submissions } = parts;
  let count = 0;
  return () => {
    count += 1;
    post.lane()?.pulse(pulseMs);
    post.desk()?.look();
    if (count % sweepEveryPulses === 0) post.desk()?.sweep();
    handOver.look();
    void aftermath.look();
    submissions.giveUp();
    if (!isWriter()) feed.look();
  };
}

/** The parts and who tells whom. */
export function assemble(deps: PostgresLedgerDeps) {
  const { db, clock } = deps;
  const parts = createParts(deps);
  const { feed, handOver, post, submissions } = parts;
  const seat = createSeatOf(deps, parts);
  const isWriter = () => seat.state() === 'held';
  const pulse = createPulse(parts, isWriter);
  const channels = [requestChannel, answerChannel, changeChannel];
  const ear = createEar({ db, clock, channels, onNotice });
  let pulses: Timer | null = null;

  function onNotice(channel: string | null): void {
    if (channel === null || channel === requestChannel) post.desk()?.look();
    if (channel === null || channel === answerChannel) handOver.look();
    if (channel === null || (channel === changeChannel && !isWriter())) feed.heard();
  }

  return {
    ...{ submissions, feed, isWriter },
    settle: async () => post.lane()?.settle(),
    async expire() {
      const expired = post.lane()?.expire();
      if (expired !== undefined) await Promise.race([expired, clock.sleep(expiryPatienceMs)]);
    },
    start() {
      pulses ??= clock.every(pulseMs, pulse);
      seat.start();
      ear.start();
    },
    async stop() {
      await Promise.race([submissions.idle(), clock.sleep(farewellMs)]);
      pulses?.cancel();
      await Promise.all([seat.stop(), ear.stop()]);
      submissions.stop();
      handOver.stop();
      feed.stop();
    },
  };
}
