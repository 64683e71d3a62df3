import { createIds, type Clock, type Random, type Timer } from '@plaza/base';
import type { Database } from '../../../kernel/db/index.ts';
import type { LedgerDriver, LedgerFeed } from '../driver.ts';
import type { CreateAccountResult, CreateTransferResult } from '../model/records.ts';
import { ErrorCodes, RequestError } from '../model/request-error.ts';
import { validateAccounts, validateTransfers } from '../model/validate.ts';
import { createDesk, type Desk } from './desk.ts';
import { createEar } from './ear.ts';
import { createFeed } from './feed.ts';
import { createHandOver } from './hand-over.ts';
import { createLane, type Lane } from './lane.ts';
import { createReads } from './reads.ts';
import { createSeat, type Seat } from './seat.ts';
import type { Client } from './store/commit.ts';
import { readChanges } from './store/read.ts';
import { answerChannel, changeChannel, requestChannel } from './store/requests.ts';
import type { Tenure } from './store/seat.ts';
import { createSubmissions } from './submissions.ts';

const pulseMs = 1_000;
const sweepEveryPulses = 30;

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
  /** Events that may wait at once; beyond them requests are refused. */
  waitingEvents: number;
  /** How long a request waits for a writer. */
  patienceMs: number;
};

const usualLimits: PostgresLedgerLimits = {
  cachedAccounts: 120_000,
  waitingEvents: 100_000,
  patienceMs: 10_000,
};

export type PostgresLedger = LedgerDriver &
  LedgerFeed & {
    start(): void;
    /** Ends without waiting for what is under way: it may take place or not. */
    stop(): Promise<void>;
    /** Whether this process has the seat; with several, one has. */
    isWriter(): boolean;
    /** Expires what is due now, if this process writes, and waits until nothing is under way. */
    settle(): Promise<void>;
  };

/** The ledger in PostgreSQL: one process at a time writes, the others hand it their requests. */
export function createPostgresLedger(deps: PostgresLedgerDeps): PostgresLedger {
  const { db } = deps;
  const parts = assemble(deps);
  let isClosed = false;
  let stopping: Promise<void> | null = null;

  function begin(): void {
    if (isClosed) throw new RequestError(ErrorCodes.ERR_CLIENT_CLOSED);
  }

  function stop(): Promise<void> {
    isClosed = true;
    return (stopping ??= parts.stop());
  }

  return {
    async createAccounts(batch) {
      begin();
      validateAccounts(batch);
      if (batch.length === 0) return [];
      const copy = batch.map((account) => ({ ...account }));
      const results = await parts.submissions.submit({ kind: 'accounts', batch: copy });
      return results as CreateAccountResult[];
    },
    async createTransfers(batch) {
      begin();
      validateTransfers(batch);
      if (batch.length === 0) return [];
      const copy = batch.map((transfer) => ({ ...transfer }));
      const results = await parts.submissions.submit({ kind: 'transfers', batch: copy });
      return results as CreateTransferResult[];
    },
    ...createReads(db, begin),
    destroy: () => void stop(),
    changes: (after, limit) => readChanges(db, after, limit),
    onChange: parts.feed.onChange,
    start: parts.start,
    stop,
    isWriter: parts.isWriter,
    settle: parts.settle,
  };
}

/** The parts and who tells whom. */
function assemble(deps: PostgresLedgerDeps) {
  const { db, clock, log } = deps;
  const limits = { ...usualLimits, ...deps.limits };
  const newId = createIds(clock, deps.random);
  const feed = createFeed({ db, clock, log });
  const handOver = createHandOver({ db, clock, log, newId, patienceMs: limits.patienceMs });
  const post = createPost({ ...deps, limits, feed });
  const submissions = createSubmissions({
    ...{ clock, handOver, lane: post.lane },
    ...{ maxEvents: limits.waitingEvents, patienceMs: limits.patienceMs },
  });
  const seat: Seat = createSeat({
    ...{ db, clock, log },
    onTaken(client, tenure) {
      post.take(client, tenure, seat.leave);
      submissions.flush();
    },
    onStandingBy() {
      post.standBy();
      submissions.flush();
      handOver.look();
    },
    onGone: () => submissions.takeBack(post.leave()),
  });
  const channels = [requestChannel, answerChannel, changeChannel];
  const ear = createEar({ db, clock, channels, onNotice });

  function onNotice(channel: string | null): void {
    if (channel === null || channel === requestChannel) post.desk()?.look();
    if (channel === null || channel === answerChannel) handOver.look();
    if (channel === null || (channel === changeChannel && !isWriter())) feed.heard();
  }

  function isWriter(): boolean {
    return seat.state() === 'held';
  }

  let pulses: Timer | null = null;
  let count = 0;
  function pulse(): void {
    count += 1;
    post.lane()?.pulse(pulseMs);
    post.desk()?.look();
    if (count % sweepEveryPulses === 0) post.desk()?.sweep();
    handOver.look();
    submissions.giveUp();
    if (!isWriter()) feed.look();
  }

  return {
    submissions,
    feed,
    isWriter,
    settle: async () => post.lane()?.settle(),
    start() {
      pulses ??= clock.every(pulseMs, pulse);
      seat.start();
      ear.start();
    },
    async stop() {
      pulses?.cancel();
      await Promise.all([seat.stop(), ear.stop()]);
      submissions.stop();
      handOver.stop();
      feed.stop();
    },
  };
}

type PostDeps = PostgresLedgerDeps & {
  limits: PostgresLedgerLimits;
  feed: { changed(): void };
};

/** What exists only while this process writes. */
function createPost(deps: PostDeps) {
  const { db, clock, log, limits } = deps;
  let lane: Lane | null | undefined;
  let desk: Desk | null = null;
  return {
    lane: () => lane,
    desk: () => desk,
    take(client: Client, tenure: Tenure, leave: () => void): void {
      lane = createLane({
        ...{ client, tenure, db, clock, log, cachedAccounts: limits.cachedAccounts },
        onCommitted(draft) {
          if (draft.transfers.size > 0 || draft.expiries.length > 0) deps.feed.changed();
        },
        onBroken(error) {
          log.warn({ err: error }, 'this process writes the ledger no longer');
          leave();
        },
      });
      desk = createDesk({ db, clock, log, lane });
      desk.look();
    },
    standBy(): void {
      lane = null;
    },
    /** Gives back the requests that have no answer. */
    leave() {
      const rest = lane?.end() ?? [];
      desk?.close();
      lane = undefined;
      desk = null;
      return rest;
    },
  };
}
