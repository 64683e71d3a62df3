import type { LedgerDriver, LedgerFeed } from '../driver.ts';
import type { CreateAccountResult, CreateTransferResult } from '../model/records.ts';
import { ErrorCodes, RequestError } from '../model/request-error.ts';
import { validateAccounts, validateTransfers } from '../model/validate.ts';
import { assemble, type PostgresLedgerDeps } from './assembly.ts';
import { createReads } from './reads.ts';
import { chainPointAt, type ChainPoint } from './store/chain.ts';
import { readChanges } from './store/read.ts';

export type { PostgresLedgerDeps, PostgresLedgerLimits } from './assembly.ts';

export type PostgresLedger = LedgerDriver &
  LedgerFeed & {
    start(): void;
    /** Takes no more, and waits a little for what is under way. */
    stop(): Promise<void>;
    /** Whether this process has the seat; with several, one has. */
    isWriter(): boolean;
    /** The last place in the hash chain not later than this; null before the first. */
    chainAt(timestamp: bigint): Promise<ChainPoint | null>;
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
    ...createReads(db, { begin, expire: parts.expire }),
    destroy: () => void stop(),
    changes: (after, limit) => readChanges(db, after, limit),
    onChange: parts.feed.onChange,
    chainAt: (timestamp) => chainPointAt(db, timestamp),
    start: parts.start,
    stop,
    isWriter: parts.isWriter,
    settle: parts.settle,
  };
}
