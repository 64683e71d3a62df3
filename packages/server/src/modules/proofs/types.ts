import type { Clock, PersonId, TransferId } from '@plaza/base';
import type { MethodInput, StatementLine, Transfer } from '@plaza/contract';
import type { Database } from '../../kernel/db/index.ts';
import type { Jobs } from '../../kernel/jobs/index.ts';
import type { Log } from '../../kernel/log/index.ts';
import type { Outcome } from '../../kernel/rpc/index.ts';
import type { Ledger } from '../ledger/index.ts';

export type ProofsDeps = {
  db: Database;
  clock: Pick<Clock, 'now' | 'nowMs'>;
  log: Pick<Log, 'info' | 'warn' | 'error'>;
  jobs: Pick<Jobs, 'every'>;
  ledger: Pick<Ledger, 'changes' | 'chainAt' | 'lookupTransfers' | 'queryTransfers'>;
  pay: {
    listStatement(
      personId: PersonId,
      input: MethodInput<'pay.listStatement'>,
    ): Promise<Outcome<{ lines: StatementLine[] }, 'wrong_currency' | 'invalid'>>;
    getTransfers(personId: PersonId, transferIds: readonly TransferId[]): Promise<Transfer[]>;
  };
  /** The file of the private key. */
  keyFile: string;
  /** Where people find the city. */
  publicUrl: string;
};
