import type { Clock } from '@plaza/base';
import type { Database } from '../../../kernel/db/index.ts';
import type { Draft } from '../machine/index.ts';
import { NS_PER_MS } from '../model/limits.ts';
import { createGroup, type Group } from './group.ts';
import type { Request } from './request.ts';
import type { Client } from './store/commit.ts';
import type { Tenure } from './store/seat.ts';
import { createView, type View } from './view.ts';

export type LaneDeps = {
  client: Client;
  tenure: Tenure;
  db: Pick<Database, 'query'>;
  clock: Clock;
  log: { warn(fields: object, text: string): void; error(fields: object, text: string): void };
  cachedAccounts: number;
  eventsBeyondRow: number;
  /** After each commit, before its requests are answered. */
  onCommitted(draft: Draft): void;
  /** The lane cannot go on: the seat or the database is lost. */
  onBroken(error: unknown): void;
};

/** What intake and commits share. */
export type LaneState = LaneDeps & {
  view: View;
  queue: Request[];
  /** Taken from the queue and not yet applied. */
  taken: Request[];
  /** Applied; the next to be written. */
  open: Group;
  /** Of all requests that have no answer yet. */
  eventCount: number;
  /** Of the hash chain, after the last commit that is certain. */
  chainHead: Uint8Array;
  /** Being written. */
  current: Group | null;
  commits: Promise<void> | null;
  afterCommit: (() => void)[];
  /** Readers that wait until what is due has expired. */
  afterExpiry: (() => void)[];
  isEnded: boolean;
  /** So many more rounds look up the ids of their transfers. */
  checkedRounds: number;
  /** Rises when what was applied is taken back: plans that counted on it do not hold any more. */
  generation: number;
  /** When the next pending transfer expires, in nanoseconds; null if none does. */
  nextExpiry: bigint | null;
  wake(): void;
};

export function createLaneState(deps: LaneDeps, wake: () => void): LaneState {
  const { cachedAccounts, eventsBeyondRow, tenure } = deps;
  const { lastTimestamp, chainHead } = tenure;
  const view = createView({ lastTimestamp, cachedAccounts, eventsBeyondRow });
  return {
    ...deps,
    ...{ view, chainHead },
    queue: [],
    taken: [],
    open: createGroup(view),
    eventCount: 0,
    current: null,
    commits: null,
    afterCommit: [],
    afterExpiry: [],
    isEnded: false,
    checkedRounds: 0,
    generation: 0,
    // Due at once, so the first round asks.
    nextExpiry: 0n,
    wake,
  };
}

export function nowNs(lane: LaneState): bigint {
  return BigInt(Math.floor(lane.clock.nowMs())) * NS_PER_MS;
}

export function isExpiryDue(lane: LaneState): boolean {
  return lane.nextExpiry !== null && lane.nextExpiry <= nowNs(lane);
}

/** Milliseconds until the next pending transfer expires; infinite if none does. */
export function expiryInMs(lane: LaneState): number {
  if (lane.nextExpiry === null) return Infinity;
  return Math.max(0, Math.ceil(Number(lane.nextExpiry - nowNs(lane)) / Number(NS_PER_MS)));
}

export function release(waiting: (() => void)[]): void {
  for (const run of waiting.splice(0)) run();
}

/** Ends a lane that cannot go on. */
export function breakLane(lane: LaneState, error: unknown): void {
  if (lane.isEnded) return;
  lane.isEnded = true;
  release(lane.afterCommit);
  release(lane.afterExpiry);
  lane.onBroken(error);
}
