import {
  applyAccounts,
  applyTransfers,
  createDraft,
  type LedgerReader,
  type WritableDraft,
} from '../machine/index.ts';
import { CreateAccountStatus, CreateTransferStatus } from '../model/statuses.ts';
import { encodeResults } from './codec.ts';
import type { Request, Results } from './request.ts';
import type { Commit } from './store/commit.ts';

/** Requests that have been applied and are written in one commit. */
export type Group = {
  draft: WritableDraft;
  requests: Request[];
  /** Of each request, in the same order. */
  results: Results[];
  eventCount: number;
  /** Something is to be written, even if no request is answered by it. */
  isDirty: boolean;
  createdAccounts: Set<bigint>;
  absentTransfers: bigint[];
  absentFailures: bigint[];
  answers: { requestId: string; body: Uint8Array }[];
};

export function createGroup(reader: LedgerReader): Group {
  return {
    draft: createDraft(reader),
    requests: [],
    results: [],
    eventCount: 0,
    isDirty: false,
    createdAccounts: new Set(),
    absentTransfers: [],
    absentFailures: [],
    answers: [],
  };
}

/** Applies a request for which everything was loaded; `nowNs` is the time of its first event. */
export function applyRequest(group: Group, request: Request, nowNs: bigint): void {
  const results = request.kind === 'accounts' ? applyToAccounts() : applyToTransfers();
  group.requests.push(request);
  group.results.push(results);
  group.eventCount += request.batch.length;
  group.isDirty = true;
  if (request.handedId !== null) {
    group.answers.push({ requestId: request.handedId, body: encodeResults(results) });
  }

  function applyToAccounts(): Results {
    if (request.kind !== 'accounts') return [];
    const applied = applyAccounts(group.draft, request.batch, nowNs);
    for (const [index, { status }] of applied.entries()) {
      const account = request.batch[index];
      if (status === CreateAccountStatus.created && account !== undefined) {
        group.createdAccounts.add(account.id);
      }
    }
    return applied;
  }

  function applyToTransfers(): Results {
    if (request.kind !== 'transfers') return [];
    const applied = applyTransfers(group.draft, request.batch, nowNs);
    if (!request.isChecked) noteAssumptions(group, request.batch, applied);
    return applied;
  }
}

/**
 * An id that was not created, and of which nothing is known, was judged as if it were new. The
 * commit proves that it is; of those that were created, the keys of the tables prove it.
 */
function noteAssumptions(group: Group, batch: readonly { id: bigint }[], results: Results): void {
  for (let index = 0; index < results.length; index += 1) {
    if (results[index]?.status === CreateTransferStatus.created) continue;
    const id = batch[index]?.id ?? 0n;
    if (group.draft.transfer(id) !== undefined) continue;
    group.absentTransfers.push(id);
    if (group.draft.failure(id) === undefined) group.absentFailures.push(id);
  }
}

export function commitOf(
  group: Group,
  around: Pick<Commit, 'epoch' | 'chainHead' | 'rows'>,
): Commit {
  return { ...group, ...around };
}
