import { idle } from './commits.ts';
import type { Group } from './group.ts';
import { hasWork, takeIn } from './intake.ts';
import {
  breakLane,
  createLaneState,
  expiryInMs,
  isExpiryDue,
  release,
  type LaneDeps,
} from './lane-state.ts';
import type { Request } from './request.ts';

export type { LaneDeps } from './lane-state.ts';

export type Leftover = {
  /** Perhaps written, perhaps not. */
  underWay: Group | null;
  /** Certainly not written. */
  requests: Request[];
};

export type Lane = {
  submit(request: Request): void;
  /** Expires what is due, or will be before the next pulse; timeouts are whole seconds. */
  pulse(intervalMs: number): void;
  /** Expires what is due, and resolves when that is written or the lane has ended. */
  expire(): Promise<void>;
  /** Resolves when nothing is queued or under way. */
  settle(): Promise<void>;
  /** Ends the lane, and gives back what has no answer. */
  end(): Leftover;
};

/**
 * The one place where the ledger is changed. Requests are applied to the open group as they
 * arrive, while the commit of the group before it is under way; so the busier it gets, the more
 * requests share a commit, and the machine works while the disk does.
 */
export function createLane(deps: LaneDeps): Lane {
  let intake: Promise<void> | null = null;
  const lane = createLaneState(deps, wake);

  function wake(): void {
    // One turn later, so that everything of the same turn is in the group.
    intake ??= Promise.resolve()
      .then(() => takeIn(lane))
      .catch((error: unknown) => breakLane(lane, error))
      .finally(() => {
        intake = null;
        if (hasWork(lane)) wake();
      });
  }

  function wakeIfDue(): void {
    if (hasWork(lane)) wake();
  }

  wake();
  return {
    submit(request) {
      lane.eventCount += request.batch.length;
      lane.queue.push(request);
      wake();
    },
    pulse(intervalMs) {
      const dueInMs = expiryInMs(lane);
      if (dueInMs < intervalMs) lane.clock.after(dueInMs, wakeIfDue);
    },
    expire() {
      if (lane.isEnded || !isExpiryDue(lane)) return Promise.resolve();
      wake();
      return new Promise((resolve) => void lane.afterExpiry.push(resolve));
    },
    async settle() {
      wakeIfDue();
      while (intake !== null || lane.commits !== null) {
        await intake;
        await idle(lane);
      }
    },
    end() {
      lane.isEnded = true;
      const { current, open, taken, queue } = lane;
      lane.queue = [];
      release(lane.afterCommit);
      release(lane.afterExpiry);
      return { underWay: current, requests: [...open.requests, ...taken, ...queue] };
    },
  };
}
