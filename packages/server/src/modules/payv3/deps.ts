import type { Clock, NewId, Random } from '@plaza/base';
import type { Database } from '../../kernel/db/index.ts';
import type { Resolve } from '../../kernel/egress/index.ts';
import type { Jobs } from '../../kernel/jobs/index.ts';
import type { Limits } from '../../kernel/limits/index.ts';
import type { Log } from '../../kernel/log/index.ts';
import type { Metrics } from '../../kernel/metrics/index.ts';
import type { Seal } from '../../kernel/seal/index.ts';
import type { MerchantsCore } from '../merchants/index.ts';
import type { PayCore } from '../pay/index.ts';

export type Payv3Deps = {
  db: Database;
  clock: Clock;
  /** For secrets, nonces and numbers: only a source of secrets. */
  random: Random;
  newId: NewId;
  log: Pick<Log, 'error' | 'warn' | 'info'>;
  limits: Pick<Limits, 'takeKey'>;
  metrics: Pick<Metrics, 'gauge'>;
  jobs: Pick<Jobs, 'every' | 'define' | 'add'>;
  seal: Seal;
  merchants: MerchantsCore;
  pay: Pick<PayCore, 'currencies'>;
  publicUrl: string;
  /** Where the operator lets the city tell merchants' back ends of payments. */
  callbackOrigins: readonly string[];
  /** For tests; by the name service without it. */
  resolve?: Resolve;
};
