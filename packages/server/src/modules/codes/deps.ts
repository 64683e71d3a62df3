import type { Clock, Random } from '@plaza/base';
import type { Database } from '../../kernel/db/index.ts';
import type { Jobs } from '../../kernel/jobs/index.ts';
import type { CardSource } from '../family/index.ts';
import type { Identity } from '../identity/index.ts';
import type { PayCore } from '../pay/index.ts';
import type { Sync } from '../sync/index.ts';

export type CodesDeps = {
  db: Database;
  clock: Clock;
  /** For codes: only a source of secrets. */
  random: Pick<Random, 'int'>;
  jobs: Pick<Jobs, 'every'>;
  sync: Pick<Sync, 'append'>;
  identity: Pick<Identity, 'listSessions'>;
  /** Cards on the wallets of others, by which a code may pay. */
  cards: Pick<CardSource, 'mayUse'>;
  pay: Pick<PayCore, 'approve' | 'beginPasskeyApproval' | 'currencies' | 'moneyOf'>;
};
