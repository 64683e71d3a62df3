import { commitOf, createGroup, type Group } from './group.ts';
import { breakLane, release, type LaneState } from './lane-state.ts';
import type { Request } from './request.ts';
import { classify } from './store/classify.ts';
import { commitGroup } from './store/commit.ts';

/** After an id turned out to be known, others probably are: so many rounds look first. */
const checkedRounds = 32;

/** Writes the open group, and those that are filled meanwhile, one after the other. */
export function startCommits(lane: LaneState): void {
  lane.commits ??= commitAll(lane)
    .catch((error: unknown) => breakLane(lane, error))
    .finally(() => {
      lane.commits = null;
      if (!lane.isEnded && lane.open.isDirty) startCommits(lane);
    });
}

async function commitAll(lane: LaneState): Promise<void> {
  let done: Group | null = null;
  while (lane.open.isDirty && !lane.isEnded) {
    const group = lane.open;
    lane.current = group;
    const rows = lane.view.begin(group.draft);
    lane.open = createGroup(lane.view);
    noteExpiries(lane, group);
    const { chainHead, tenure } = lane;
    const written = commitGroup(lane.client, commitOf(group, { ...tenure, chainHead, rows }));
    // This one is on its way before those of the one before are told.
    if (done !== null) answer(lane, done);
    done = null;
    try {
      lane.chainHead = await written;
    } catch (error) {
      takeBack(lane, group, error);
      return;
    }
    // Whoever ended the lane meanwhile finds out by itself that this is written.
    if (lane.isEnded) return;
    lane.view.commit();
    lane.current = null;
    done = group;
    lane.onCommitted(group.draft);
    release(lane.afterCommit);
  }
  if (done !== null) answer(lane, done);
}

function answer(lane: LaneState, group: Group): void {
  const { requests, results } = group;
  lane.eventCount -= group.eventCount;
  for (let i = 0; i < requests.length; i += 1) requests[i]?.settle(results[i] ?? []);
}

function noteExpiries(lane: LaneState, { draft }: Group): void {
  for (const { state, expires_at } of draft.pendings.values()) {
    if (state !== 'pending' || expires_at === 0n) continue;
    if (lane.nextExpiry === null || expires_at < lane.nextExpiry) lane.nextExpiry = expires_at;
  }
}

/** A commit failed. Whatever was applied on top of it did not happen either. */
function takeBack(lane: LaneState, group: Group, error: unknown): void {
  if (lane.isEnded) return;
  const wasChecked = group.requests.every(({ isChecked }) => isChecked);
  const classified = classify(error);
  const failure = classified === 'known' && wasChecked ? 'fault' : classified;
  if (failure === 'lost' || group.requests.length === 0) return breakLane(lane, error);
  const later = lane.open.requests;
  lane.view.discard();
  lane.current = null;
  lane.open = createGroup(lane.view);
  lane.generation += 1;
  if (failure === 'known') lane.checkedRounds = checkedRounds;
  const again = failure === 'known' ? checked(group.requests) : apart(lane, group.requests, error);
  lane.queue = [...again, ...later, ...lane.queue];
  release(lane.afterCommit);
  lane.wake();
}

function checked(requests: Request[]): Request[] {
  for (const request of requests) request.isChecked = true;
  return requests;
}

/** What failed as a group is tried one by one, so that only the bad request fails. */
function apart(lane: LaneState, requests: Request[], error: unknown): Request[] {
  if (requests.length === 1) {
    lane.log.error({ err: error }, 'the ledger cannot write a request');
    lane.eventCount -= requests[0]?.batch.length ?? 0;
    requests[0]?.fail(error);
    return [];
  }
  lane.log.warn({ err: error }, 'the ledger writes the requests of a group one by one');
  for (const request of requests) request.isAlone = true;
  return checked(requests);
}

/** Resolves when everything that was applied is written, or the lane has ended. */
export async function idle(lane: LaneState): Promise<void> {
  while (lane.commits !== null) await lane.commits;
}

/** Resolves after the commit that is under way. */
export function nextCommit(lane: LaneState): Promise<void> {
  if (lane.commits === null) return Promise.resolve();
  return new Promise((resolve) => void lane.afterCommit.push(resolve));
}
