import type { Clock, NewId, PersonId, Random } from '@plaza/base';
import type { PersonCard } from '@plaza/contract';
import type { Database, Tx } from '../../kernel/db/index.ts';
import type { Log } from '../../kernel/log/index.ts';
import type { PayCore } from '../pay/index.ts';

export type RailsAction =
  | 'set_clerk'
  | 'print_vouchers'
  | 'void_vouchers'
  | 'import_bank_file'
  | 'settle_entry'
  | 'export_payouts'
  | 'return_payout';

export type RailsDeps = {
  db: Database;
  clock: Clock;
  newId: NewId;
  /** For codes: only a source of secrets. */
  random: Pick<Random, 'bytes' | 'int'>;
  log: Pick<Log, 'error' | 'warn'>;
  pay: PayCore;
  /** Only demo cities pretend that a bank sent money. */
  isDemo: boolean;
  identity: {
    getCards(ids: Iterable<PersonId>): Promise<Map<PersonId, PersonCard>>;
    findByHandle(handle: string): Promise<PersonCard | null>;
  };
  audit(
    tx: Tx,
    entry: {
      actorId: PersonId | null;
      action: RailsAction;
      subjectId: PersonId | null;
      detail: string;
    },
  ): Promise<void>;
};
