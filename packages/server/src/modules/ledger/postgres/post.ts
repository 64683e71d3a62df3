import type { Clock } from '@plaza/base';
import type { Database } from '../../../kernel/db/index.ts';
import { createDesk, type Desk } from './desk.ts';
import { createLane, type Lane, type Leftover } from './lane.ts';
import type { Client } from './store/commit.ts';
import type { Tenure } from './store/seat.ts';

export type PostDeps = {
  db: Pick<Database, 'query'>;
  clock: Clock;
  log: { warn(fields: object, text: string): void; error(fields: object, text: string): void };
  cachedAccounts: number;
  eventsBeyondRow: number;
  feed: { changed(): void };
};

/** What exists only while this process writes: its lane, and its desk for other processes. */
export type Post = {
  /** Null if another process writes; undefined if that is not known. */
  lane(): Lane | null | undefined;
  desk(): Desk | null;
  take(client: Client, tenure: Tenure, leave: () => void): void;
  standBy(): void;
  leave(): (Leftover & { epoch: bigint }) | null;
};

export function createPost(deps: PostDeps): Post {
  const { db, clock, log, feed, cachedAccounts, eventsBeyondRow } = deps;
  let lane: Lane | null | undefined;
  let desk: Desk | null = null;
  let epoch = 0n;
  return {
    lane: () => lane,
    desk: () => desk,
    take(client, tenure, leave) {
      epoch = tenure.epoch;
      lane = createLane({
        ...{ client, tenure, db, clock, log, cachedAccounts, eventsBeyondRow },
        onCommitted(draft) {
          if (draft.transfers.size > 0 || draft.expiries.length > 0) feed.changed();
        },
        onBroken(error) {
          log.warn({ err: error }, 'this process writes the ledger no longer');
          leave();
        },
      });
      desk = createDesk({ db, clock, log, lane });
      desk.look();
      // The writer before may have died between a commit and telling of it.
      feed.changed();
    },
    standBy() {
      lane = null;
    },
    leave() {
      const leftover = lane?.end();
      desk?.close();
      lane = undefined;
      desk = null;
      return leftover === undefined ? null : { ...leftover, epoch };
    },
  };
}
