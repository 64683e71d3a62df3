import type { Clock } from '@plaza/base';
import type { Database } from '../../../kernel/db/index.ts';
import { decodeWork } from './codec.ts';
import type { Lane } from './lane.ts';
import {
  openRequests,
  refuseRequest,
  sweepRequests,
  type StoredRequest,
} from './store/requests.ts';

/** So many requests of others are in the lane at a time. */
const maxTaken = 1_000;

export type DeskDeps = {
  db: Pick<Database, 'query'>;
  clock: Clock;
  log: { warn(fields: object, text: string): void };
  lane: Lane;
};

/** Where the writer takes in what other processes hand over. */
export type Desk = { look(): void; sweep(): void; close(): void };

export function createDesk(deps: DeskDeps): Desk {
  const { db, lane } = deps;
  const taken = new Set<string>();
  let isLooking = false;
  let isLookWanted = false;
  let isClosed = false;

  function submit({ requestId, kind, body }: StoredRequest): void {
    taken.add(requestId);
    lane.submit({
      ...decodeWork(kind, body),
      askedAtMs: deps.clock.monotonicMs(),
      isChecked: false,
      isAlone: false,
      handedId: requestId,
      settle() {
        taken.delete(requestId);
        // Others may have been left for want of room.
        if (taken.size === 0) void look();
      },
      fail() {
        taken.delete(requestId);
        refuseRequest(db, requestId).catch(warn);
      },
    });
  }

  function warn(error: unknown): void {
    if (!isClosed) deps.log.warn({ err: error }, 'the ledger cannot serve other processes');
  }

  async function look(): Promise<void> {
    isLookWanted = true;
    if (isLooking || isClosed) return;
    isLooking = true;
    try {
      while (isLookWanted && !isClosed && taken.size < maxTaken) {
        isLookWanted = false;
        const except = [...taken];
        const requests = await openRequests(db, except, maxTaken - taken.size);
        if (isClosed) return;
        for (const request of requests) submit(request);
      }
    } catch (error) {
      warn(error);
    } finally {
      isLooking = false;
    }
  }

  return {
    look: () => void look(),
    sweep: () => void sweepRequests(db).catch(warn),
    close() {
      isClosed = true;
    },
  };
}
