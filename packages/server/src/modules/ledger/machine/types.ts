import type { Account, AccountBalance, Transfer } from '../model/records.ts';
import type { CreateTransferStatus } from '../model/statuses.ts';

export type PendingState = 'pending' | 'posted' | 'voided' | 'expired';

/** What became of a pending transfer. */
export type PendingRecord = {
  state: PendingState;
  /** Nanoseconds since 1970 at which it expires; 0: never. */
  expires_at: bigint;
};

/**
 * What the machine may ask. `undefined` means that there is none: whoever calls the machine has
 * loaded everything that the batch names. Records are never changed in place.
 */
export type LedgerReader = {
  account(id: bigint): Account | undefined;
  transfer(id: bigint): Transfer | undefined;
  pending(transferId: bigint): PendingRecord | undefined;
  /** Why an id can never succeed any more (`id_already_failed`). */
  failure(transferId: bigint): CreateTransferStatus | undefined;
  /** The newest timestamp of any event; 0 at the beginning. */
  lastTimestamp(): bigint;
  /** The newest timestamp of an account; 0 if there is none. Only asked for imported accounts. */
  lastAccountTimestamp(): bigint;
  /** The newest timestamp of a transfer or an expiry; 0 if none. Only asked for imported ones. */
  lastTransferTimestamp(): bigint;
  /** Whether an account, a transfer or an expiry has it. Only asked for imported events. */
  hasTimestamp(timestamp: bigint): boolean;
};

/**
 * A reader with what batches change laid over it; nothing below it is touched. A draft is a reader
 * too, so drafts can be laid over drafts.
 */
export type Draft = LedgerReader & {
  /** New and changed accounts, whole. */
  readonly accounts: ReadonlyMap<bigint, Account>;
  /** New transfers, in the order of their timestamps. */
  readonly transfers: ReadonlyMap<bigint, Transfer>;
  readonly pendings: ReadonlyMap<bigint, PendingRecord>;
  readonly failures: ReadonlyMap<bigint, CreateTransferStatus>;
  /** For accounts with the flag `history`. */
  readonly balances: readonly (AccountBalance & { account_id: bigint })[];
  /** Pending transfers that expired, with the timestamps of these events. */
  readonly expiries: readonly { transfer_id: bigint; timestamp: bigint }[];
};

/** What the machine, and only the machine, does to a draft. */
export type WritableDraft = Draft & {
  /** A new account. */
  addAccount(account: Account): void;
  /** An account with other balances, or closed, or open again. */
  putAccount(account: Account): void;
  putTransfer(transfer: Transfer): void;
  putPending(transferId: bigint, record: PendingRecord): void;
  putFailure(transferId: bigint, status: CreateTransferStatus): void;
  putBalance(account: Account, timestamp: bigint): void;
  putExpiry(transferId: bigint, timestamp: bigint): void;
  /** Every event takes a timestamp, also one that fails, so this is never rolled back. */
  advanceTo(timestamp: bigint): void;
  /** Marks the place to which `rollback` returns; chains are not nested. */
  begin(): void;
  keep(): void;
  rollback(): void;
};
