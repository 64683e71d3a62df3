import { isTimestamp } from '../model/limits.ts';
import type { WritableDraft } from './types.ts';

type EventFields = { flags: number; timestamp: bigint };
export type EventResult<Status> = { timestamp: bigint; status: Status };

/** What accounts and transfers have in common: their place in a batch and in a linked chain. */
export type EventKind<Event extends EventFields, Status> = {
  flags: { linked: number; imported: number };
  statuses: {
    created: Status;
    linked_event_failed: Status;
    linked_event_chain_open: Status;
    timestamp_must_be_zero: Status;
    imported_event_expected: Status;
    imported_event_not_expected: Status;
    imported_event_timestamp_out_of_range: Status;
    imported_event_timestamp_must_not_advance: Status;
  };
  create(draft: WritableDraft, event: Event, timestamp: bigint): EventResult<Status>;
  /** Told of each event that failed, after what its chain had done was undone. */
  failed(draft: WritableDraft, event: Event, status: Status): void;
};

/**
 * Applies the events of one request in their order, each seeing what those before it did. Each
 * takes the next nanosecond, so timestamps rise strictly, whatever the clock does. Events joined by
 * `linked` succeed together or not at all.
 */
export function applyBatch<Event extends EventFields, Status>(
  kind: EventKind<Event, Status>,
  draft: WritableDraft,
  batch: readonly Event[],
  nowNs: bigint,
): EventResult<Status>[] {
  const first = batch[0];
  if (first === undefined) return [];
  const { statuses, flags } = kind;
  const start = startOf(draft, nowNs);
  const end = start + BigInt(batch.length - 1);
  draft.advanceTo(end);
  const isImport = (first.flags & flags.imported) !== 0;
  const results: EventResult<Status>[] = [];
  let timestamp = start;
  let chainStart = -1;
  let isBroken = false;

  for (let index = 0; index < batch.length; index += 1) {
    const event = batch[index] as Event;
    const isLinked = (event.flags & flags.linked) !== 0;
    const isLast = index === batch.length - 1;
    if (isLinked && chainStart < 0) {
      chainStart = index;
      draft.begin();
    }
    let result: EventResult<Status>;
    if (isLinked && isLast) result = { timestamp, status: statuses.linked_event_chain_open };
    else if (isBroken) result = { timestamp, status: statuses.linked_event_failed };
    else {
      const status = judgeTime(kind, event, isImport, end);
      result = status === null ? kind.create(draft, event, timestamp) : { timestamp, status };
    }
    results.push(result);

    if (result.status !== statuses.created) {
      if (chainStart >= 0 && !isBroken) {
        isBroken = true;
        draft.rollback();
        rewriteChain(results, chainStart, start, statuses.linked_event_failed);
      }
      kind.failed(draft, event, result.status);
    }
    if (chainStart >= 0 && (!isLinked || isLast)) {
      if (!isBroken) draft.keep();
      chainStart = -1;
      isBroken = false;
    }
    timestamp += 1n;
  }
  return results;
}

/** The timestamp of the next event: that of the clock, or the next one if the clock is behind. */
export function startOf(draft: WritableDraft, nowNs: bigint): bigint {
  const last = draft.lastTimestamp();
  return nowNs > last ? nowNs : last + 1n;
}

/** Imported events bring a timestamp of the past, others none; a batch is all of one sort. */
function judgeTime<Event extends EventFields, Status>(
  kind: EventKind<Event, Status>,
  event: Event,
  isImport: boolean,
  end: bigint,
): Status | null {
  const { statuses, flags } = kind;
  const isImported = (event.flags & flags.imported) !== 0;
  if (isImported !== isImport) {
    return isImported ? statuses.imported_event_not_expected : statuses.imported_event_expected;
  }
  if (!isImported) return event.timestamp === 0n ? null : statuses.timestamp_must_be_zero;
  if (!isTimestamp(event.timestamp)) return statuses.imported_event_timestamp_out_of_range;
  if (event.timestamp >= end) return statuses.imported_event_timestamp_must_not_advance;
  return null;
}

/** The events before the one that failed did not take place either; all but that one say so. */
function rewriteChain<Status>(
  results: EventResult<Status>[],
  chainStart: number,
  start: bigint,
  status: Status,
): void {
  for (let index = chainStart; index < results.length - 1; index += 1) {
    results[index] = { timestamp: start + BigInt(index), status };
  }
}
