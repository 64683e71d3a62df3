import { accountsOf, applyExpiries } from '../machine/index.ts';
import { BATCH_MAX } from '../model/limits.ts';
import { idle, nextCommit, startCommits } from './commits.ts';
import { applyRequest } from './group.ts';
import { isExpiryDue, nowNs, release, type LaneState } from './lane-state.ts';
import { loadPlan, planOf } from './planning.ts';
import type { Request } from './request.ts';
import { loadAccounts, loadDue, loadNextExpiry } from './store/load.ts';

/** Up to so many events are not split into two groups. */
const wholeGroup = 128;

export function hasWork(lane: LaneState): boolean {
  return !lane.isEnded && (lane.queue.length > 0 || isExpiryDue(lane));
}

/** Applies what is queued to the open group, in its order; what is due expires before it. */
export async function takeIn(lane: LaneState): Promise<void> {
  while (hasWork(lane)) {
    if (isExpiryDue(lane)) await expire(lane);
    else if (lane.queue[0]?.isAlone === true) await takeAlone(lane);
    else if (lane.open.eventCount >= roomOf(lane)) await nextCommit(lane);
    else await takeBatch(lane);
  }
}

/**
 * How many events go into one group: half of those that wait, so that the machine applies one half
 * while the database writes the other; for a few that is not worth a commit more.
 */
function roomOf(lane: LaneState): number {
  return Math.min(BATCH_MAX, Math.max(wholeGroup, Math.ceil(lane.eventCount / 2)));
}

async function takeBatch(lane: LaneState): Promise<void> {
  lane.taken = takeQueued(lane, roomOf(lane) - lane.open.eventCount);
  if (lane.taken.length === 0) return nextCommit(lane);
  if (lane.checkedRounds > 0) {
    lane.checkedRounds -= 1;
    for (const request of lane.taken) request.isChecked = true;
  }
  lane.view.release();
  if (await prepare(lane, lane.taken)) apply(lane);
}

/** A request that a failed commit was part of: nobody else suffers if it fails again. */
async function takeAlone(lane: LaneState): Promise<void> {
  await idle(lane);
  if (lane.isEnded) return;
  lane.taken = lane.queue.splice(0, 1);
  lane.view.release();
  if (await prepare(lane, lane.taken)) apply(lane);
  await idle(lane);
}

/** Takes requests of at most so many events, but one at least if nothing else is open. */
function takeQueued(lane: LaneState, eventCount: number): Request[] {
  let count = 0;
  let room = eventCount;
  for (const request of lane.queue) {
    room -= request.batch.length;
    if (request.isAlone || (room < 0 && (count > 0 || lane.open.isDirty))) break;
    count += 1;
  }
  if (count < lane.queue.length) return lane.queue.splice(0, count);
  const all = lane.queue;
  lane.queue = [];
  return all;
}

/** Loads what requests need; false if they went back into the queue, or the lane ended. */
async function prepare(lane: LaneState, requests: Request[]): Promise<boolean> {
  let plan = planOf(requests, lane.open.draft);
  if (plan === null) return true;
  if (plan.imported.length > 0) {
    // They ask for the newest timestamps, so nothing may be on its way to the tables.
    await idle(lane);
    plan = planOf(requests, lane.open.draft) ?? plan;
  }
  const planned = lane.generation;
  lane.view.add(await loadPlan(lane.db, plan, lane.open.draft));
  if (lane.isEnded) return false;
  if (planned === lane.generation) return true;
  lane.taken = [];
  lane.queue = [...requests, ...lane.queue];
  return false;
}

function apply(lane: LaneState): void {
  const now = nowNs(lane);
  for (const request of lane.taken) applyRequest(lane.open, request, now);
  lane.taken = [];
  lane.view.release();
  startCommits(lane);
}

async function expire(lane: LaneState): Promise<void> {
  await idle(lane);
  if (lane.isEnded) return;
  lane.view.release();
  const due = await loadDue(lane.db, nowNs(lane), BATCH_MAX);
  if (due.length > 0) {
    const transfers = due.map(({ transfer }) => transfer);
    const accounts = await loadAccounts(lane.db, [...accountsOf(transfers)]);
    if (lane.isEnded) return;
    lane.view.add({ transfers: due, accounts });
    const ids = transfers.map(({ id }) => id);
    applyExpiries(lane.open.draft, ids, nowNs(lane));
    lane.open.isDirty = true;
    lane.view.release();
    startCommits(lane);
    await idle(lane);
  }
  if (!lane.isEnded) lane.nextExpiry = await loadNextExpiry(lane.db);
  if (!isExpiryDue(lane)) release(lane.afterExpiry);
}
