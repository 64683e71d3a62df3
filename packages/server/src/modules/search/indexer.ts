import type { Clock, ConversationId } from '@plaza/base';
import type { Database } from '../../kernel/db/index.ts';
import { behindOf, followLogs, renewStale, type Logs } from './fill.ts';
import { createHeard, type Heard, type HeardEntry } from './heard.ts';
import { openSession, type Session } from './session.ts';
import { selectFollowedAt, tryLease, upsertFollowedAt } from './store.ts';
import { createTails, type Tails } from './tails.ts';

// One process of the city fills the index. Its lease is a lock of the very connection it writes
// on: who has lost the lease cannot write, and who dies gives it back.

const retryMs = 1_000;
/** Between rounds, so that a busy city is followed in batches: */
const roundMs = 100;
/** where many logs move, a block that is written once takes in what several rounds brought. */
const busyRoundMs = 700;
const busyLogs = 48;
/** Without a hint it is looked for stale blocks so often, */
const idleMs = 500;
/** and for logs of which no hint came, because a process died between commit and telling. */
const sweepEveryMs = 60_000;
/** Commits may become visible later than their time says, and clocks differ a little. */
const overlapMs = 60_000;
const sweepPage = 1_000;
/** Entries of a batch: tokens are made on the thread that also carries messages. */
const batchEntries = 1_024;
const batchConversations = 64;

export type IndexerDeps = {
  db: Pick<Database, 'connect'>;
  clock: Clock;
  logs: Logs;
  log: { warn(fields: object, text: string): void };
};

export type Indexer = {
  /** This was written to a log. */
  hear(conversationId: ConversationId, entry: HeardEntry): void;
  /** Hints may have been lost: looks at everything that moved. */
  sweep(): void;
  start(): void;
  stop(): Promise<void>;
  /** How long the oldest message waits that this process knows of and is to index. */
  lagMs(): number;
  isLeader(): boolean;
};

type State = {
  /** When each log that moved was first heard of. */
  hints: Map<ConversationId, number>;
  /** What it was, kept by the one who leads and for no longer than until the next round. */
  heard: Heard;
  /** The oldest of those that are followed just now. */
  followingMs: number | null;
  isLeader: boolean;
  isStopped: boolean;
  isSweepDue: boolean;
  sleep: AbortController;
  wake: (() => void) | null;
};

type Work = Omit<IndexerDeps, 'db'> & { state: State; session: Session; tails: Tails };

const fillOf = ({ session: db, logs, tails, state: { heard } }: Work) => ({
  ...{ db, logs, tails, heard },
});

async function follow(work: Work, ids: readonly ConversationId[]): Promise<void> {
  for (let at = 0; at < ids.length && !work.state.isStopped; at += batchConversations) {
    let batch = ids.slice(at, at + batchConversations);
    while (batch.length > 0 && !work.state.isStopped) {
      const most = Math.ceil(batchEntries / batch.length);
      batch = (await followLogs(fillOf(work), batch, most)).more;
    }
  }
}

/** Says how many logs had moved. */
async function followHints(work: Work): Promise<number> {
  const { state } = work;
  // Taken before the logs are read: what is hinted at from now on may not be in them.
  const ids = [...state.hints.keys()];
  state.followingMs = state.hints.values().next().value ?? null;
  state.hints.clear();
  await follow(work, ids);
  state.followingMs = null;
  return ids.length;
}

function hint({ state, clock }: Pick<Work, 'state' | 'clock'>, id: ConversationId): void {
  if (!state.hints.has(id)) state.hints.set(id, clock.monotonicMs());
}

async function renew(work: Work): Promise<void> {
  const { state, session } = work;
  while (!state.isStopped) {
    const { renewed, behind } = await session.tx(() => renewStale(fillOf(work)));
    for (const id of behind) hint(work, id);
    if (renewed === 0) return;
  }
}

/** Follows everything that moved since the last time this was done. */
async function sweep(work: Work): Promise<void> {
  const { state, session, logs, clock } = work;
  state.isSweepDue = false;
  const startedAt = clock.now();
  const followedAt = await selectFollowedAt(session);
  const since = new Date(followedAt === null ? 0 : followedAt.getTime() - overlapMs);
  let after: ConversationId | null = null;
  while (!state.isStopped) {
    const moved = await logs.movedSince(since, after, sweepPage);
    const behind = await behindOf(session, moved);
    // More was written than was heard of.
    for (const id of behind) state.heard.spoil(id);
    await follow(work, behind);
    // A long look back does not keep what is written now from being found.
    await followHints(work);
    after = moved.at(-1)?.conversationId ?? null;
    if (moved.length < sweepPage) break;
  }
  if (!state.isStopped) await upsertFollowedAt(session, startedAt);
}

async function pause({ clock, state }: Pick<Work, 'clock' | 'state'>, ms: number): Promise<void> {
  if (!state.isStopped) await clock.sleep(ms, state.sleep.signal).catch(() => undefined);
}

/** Until something is to be done, or for a while. */
async function rest(work: Work, moved: number): Promise<void> {
  await pause(work, moved < busyLogs ? roundMs : busyRoundMs);
  if (work.state.hints.size > 0 || work.state.isSweepDue || work.state.isStopped) return;
  await new Promise<void>((resolve) => {
    const timer = work.clock.after(idleMs, resolve);
    work.state.wake = () => {
      timer.cancel();
      resolve();
    };
  });
  work.state.wake = null;
}

async function lead(work: Work): Promise<void> {
  const { state, clock } = work;
  let sweptMs = Number.NEGATIVE_INFINITY;
  while (!state.isStopped) {
    await renew(work);
    const moved = await followHints(work);
    if (state.isSweepDue || clock.monotonicMs() - sweptMs >= sweepEveryMs) {
      sweptMs = clock.monotonicMs();
      await sweep(work);
    }
    await rest(work, moved);
  }
}

async function attend(deps: IndexerDeps, state: State): Promise<void> {
  const session = await openSession(deps.db, () => {
    // It could write nothing more anyway; the next query says so.
    state.isLeader = false;
    state.wake?.();
  });
  try {
    while (!state.isStopped && !(await tryLease(session))) {
      // Whoever leads hears the same hints.
      state.hints.clear();
      await pause({ ...deps, state }, retryMs);
    }
    state.isLeader = !state.isStopped;
    await lead({ ...deps, state, session, tails: createTails() });
  } finally {
    state.isLeader = false;
    state.heard.forgetAll();
    await session.end();
  }
}

async function run(deps: IndexerDeps, state: State): Promise<void> {
  while (!state.isStopped) {
    try {
      await attend(deps, state);
    } catch (error) {
      if (!state.isStopped) deps.log.warn({ err: error }, 'the index is not filled at present');
    }
    await pause({ ...deps, state }, retryMs);
  }
}

export function createIndexer(deps: IndexerDeps): Indexer {
  const state: State = {
    hints: new Map(),
    heard: createHeard(),
    followingMs: null,
    isLeader: false,
    isStopped: false,
    isSweepDue: false,
    sleep: new AbortController(),
    wake: null,
  };
  let running: Promise<void> | null = null;
  const wake = () => state.wake?.();

  return {
    hear(conversationId, entry) {
      hint({ ...deps, state }, conversationId);
      if (state.isLeader) state.heard.hear(conversationId, entry);
      wake();
    },
    sweep() {
      state.isSweepDue = true;
      wake();
    },
    start() {
      running ??= run(deps, state);
    },
    async stop() {
      state.isStopped = true;
      state.sleep.abort();
      wake();
      await running;
    },
    lagMs() {
      const oldestMs = state.followingMs ?? state.hints.values().next().value;
      return oldestMs === undefined || !state.isLeader ? 0 : deps.clock.monotonicMs() - oldestMs;
    },
    isLeader: () => state.isLeader,
  };
}
