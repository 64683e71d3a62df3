import type { Clock } from '@plaza/base';
import type { LedgerChange, LedgerDriver, LedgerFeed } from '../driver.ts';
import {
  applyAccounts,
  applyExpiries,
  applyTransfers,
  createDraft,
  type WritableDraft,
} from '../machine/index.ts';
import { AccountFlags } from '../model/flags.ts';
import { NS_PER_MS } from '../model/limits.ts';
import type { Transfer } from '../model/records.ts';
import { ErrorCodes, RequestError } from '../model/request-error.ts';
import {
  validateAccountFilter,
  validateAccounts,
  validateLookup,
  validateQueryFilter,
  validateTransfers,
} from '../model/validate.ts';
import { filterRecords, filterTransfers } from './query.ts';
import { createMemoryStore } from './store.ts';

const PULSE_MS = 1_000;

export type MemoryLedger = LedgerDriver & LedgerFeed & { pulse(): void };

/**
 * A ledger that forgets everything when the process ends: for tests and demonstrations, and the
 * oracle that other drivers are compared with. `pulse` expires what is due; a timer and every
 * request do so too.
 */
export function createMemoryLedger(deps: { clock: Clock }): MemoryLedger {
  const { clock } = deps;
  const store = createMemoryStore();
  const wakes = new Set<() => void>();
  let isClosed = false;

  function nowNs(): bigint {
    return BigInt(Math.floor(clock.nowMs())) * NS_PER_MS;
  }

  function commit(draft: WritableDraft): void {
    if (!store.commit(draft)) return;
    // Not from within: who is woken may ask at once.
    queueMicrotask(() => {
      for (const wake of wakes) wake();
    });
  }

  function pulse(): void {
    const ids = store.takeDue(nowNs());
    if (ids.length === 0) return;
    const draft = createDraft(store.reader);
    applyExpiries(draft, ids, nowNs());
    commit(draft);
  }

  const timer = clock.every(PULSE_MS, pulse);

  function open(): void {
    if (isClosed) throw new RequestError(ErrorCodes.ERR_CLIENT_CLOSED);
  }

  function write<Result>(apply: (draft: WritableDraft) => Result): Result {
    pulse();
    const draft = createDraft(store.reader);
    const result = apply(draft);
    commit(draft);
    return result;
  }

  return {
    async createAccounts(batch) {
      open();
      validateAccounts(batch);
      return write((draft) => applyAccounts(draft, batch, nowNs()));
    },
    async createTransfers(batch) {
      open();
      validateTransfers(batch);
      return write((draft) => applyTransfers(draft, batch, nowNs()));
    },
    ...createReads(store, () => {
      open();
      pulse();
    }),
    destroy() {
      isClosed = true;
      timer.cancel();
    },
    async changes(after, limit) {
      pulse();
      return store.changesAfter(after, limit).map(copyOfChange);
    },
    onChange(wake) {
      wakes.add(wake);
      return () => void wakes.delete(wake);
    },
    pulse,
  };
}

type Reads = Omit<LedgerDriver, 'createAccounts' | 'createTransfers' | 'destroy'>;

// Copies are given out, so that nobody changes the ledger by changing an answer.
function createReads(store: ReturnType<typeof createMemoryStore>, begin: () => void): Reads {
  const { reader } = store;
  return {
    async lookupAccounts(batch) {
      begin();
      validateLookup(batch);
      return copies(batch.map(reader.account));
    },
    async lookupTransfers(batch) {
      begin();
      validateLookup(batch);
      return copies(batch.map(reader.transfer));
    },
    async getAccountTransfers(filter) {
      begin();
      validateAccountFilter(filter);
      return copies(filterTransfers(store.transfersOf(filter.account_id), filter));
    },
    async getAccountBalances(filter) {
      begin();
      validateAccountFilter(filter);
      const account = reader.account(filter.account_id);
      if (account === undefined || (account.flags & AccountFlags.history) === 0) return [];
      const transfers = filterTransfers(store.transfersOf(filter.account_id), filter);
      const balances = new Map(store.balancesOf(account.id).map((row) => [row.timestamp, row]));
      return copies(transfers.map(({ timestamp }) => balances.get(timestamp)));
    },
    async queryAccounts(filter) {
      begin();
      validateQueryFilter(filter);
      return copies(filterRecords(store.accountsInOrder(), filter));
    },
    async queryTransfers(filter) {
      begin();
      validateQueryFilter(filter);
      return copies(filterRecords(store.transfersInOrder(), filter));
    },
  };
}

function copies<Row extends object>(rows: (Row | undefined)[]): Row[] {
  return rows.filter((row) => row !== undefined).map((row) => ({ ...row }));
}

function copyOfChange(change: LedgerChange): LedgerChange {
  const copy = (transfer: Transfer) => ({ ...transfer });
  const pending = change.pending === null ? null : copy(change.pending);
  return { ...change, transfer: copy(change.transfer), pending };
}
