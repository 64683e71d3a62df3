import type { PersonId } from '@plaza/base';
import type { Accounts } from './accounts.ts';
import type { Currencies } from './currencies.ts';
import type { PayDeps } from './deps.ts';
import type { Flows } from './flows.ts';
import type { Ledger } from './ledger.ts';
import type { Limits } from './limits/limits.ts';
import type { Projector } from './projection/projector.ts';
import type { StoredWallet } from './store/wallets.ts';
import type { TransferRow } from './types.ts';

/** What the parts of the module share. */
export type PayContext = Omit<PayDeps, 'ledger'> & {
  currencies: Currencies;
  flows: Flows;
  ledger: Ledger;
  accounts: Accounts;
  limits: Limits;
  projector: Projector;
  /** Null: the person never had one, or was erased. Many who ask at once are answered together. */
  findWallet(personId: PersonId, currency: string): Promise<StoredWallet | null>;
  findTransfer(transferId: string): Promise<TransferRow | null>;
};
