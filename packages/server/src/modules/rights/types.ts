import type { Clock, PersonId, Random } from '@plaza/base';
import type { Me } from '@plaza/contract';
import type { Database, Tx } from '../../kernel/db/index.ts';
import type { Files } from '../../kernel/files/index.ts';
import type { DataHolding } from '../../kernel/holdings/index.ts';
import type { Jobs } from '../../kernel/jobs/index.ts';
import type { Log } from '../../kernel/log/index.ts';
import type { Outcome } from '../../kernel/rpc/index.ts';
import type { Zip } from '../../kernel/zip/index.ts';

type WrongPassword = 'wrong_credentials' | 'sign_in_locked' | 'unavailable';

/** What rights must know of accounts; the identity module gives it. */
export type Accounts = {
  getMe(personId: PersonId): Promise<Me>;
  /** Null is right only where the account has no password. */
  verifyPassword(
    personId: PersonId,
    password: string | null,
  ): Promise<Outcome<null, WrongPassword>>;
  /** Shows the account's deletion on all its devices; false when nothing changes. */
  setDeletion(tx: Tx, change: { personId: PersonId; at: Date | null }): Promise<boolean>;
};

/** A part of what is kept that can be taken home by itself; `kind` names who writes it. */
export type ExportSubject = { kind: string; id: string };

/** Writes one subject into a ZIP, which the caller closes, as this person may see it. */
export type ExportWriter = (
  zip: Pick<Zip, 'add'>,
  of: { me: Me; id: string; at: Date; signal: AbortSignal },
) => Promise<void>;

export type RightsDeps = {
  db: Database;
  clock: Clock;
  random: Random;
  log: Pick<Log, 'info' | 'error'>;
  jobs: Pick<Jobs, 'define' | 'add' | 'cancel' | 'every'>;
  files: Pick<Files, 'get'>;
  accounts: Accounts;
  /**
   * What the other modules keep. Erased in this order: put the account first, so that nobody is
   * signed in any more while the rest is erased.
   */
  holdings: readonly DataHolding[];
  /** Who writes each kind of subject. */
  writers?: Readonly<Record<string, ExportWriter>>;
};

export type WithHoldings = RightsDeps & { every: readonly DataHolding[] };

const dayMs = 24 * 3600 * 1000;
export const graceMs = 30 * dayMs;
/** How long the path of an export can be opened. */
export const ticketMs = 10 * 60 * 1000;
/** A process that writes an export says so this often … */
export const heartbeatMs = 30 * 1000;
/** … and is taken for dead when it has been silent for so long. */
export const silenceMs = 4 * heartbeatMs;
