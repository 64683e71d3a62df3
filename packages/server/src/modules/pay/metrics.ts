import { clearingAccounts, systemAccountId, type Account } from '../ledger/index.ts';
import type { Commands } from './commands.ts';
import type { Currencies } from './currencies.ts';
import type { PayDeps } from './deps.ts';
import type { Projector } from './projection/projector.ts';

type Parts = { currencies: Currencies; projector: Projector; commands: Commands };

function balanceOf(account: Account): number {
  return Math.abs(Number(account.credits_posted - account.debits_posted));
}

/** Figures by which an operator sees that money is stuck. */
export function registerGauges(
  { metrics, ledger }: Pick<PayDeps, 'metrics' | 'ledger'>,
  { currencies, projector, commands }: Parts,
): void {
  const clearing = currencies.all.flatMap((profile) =>
    clearingAccounts.map((name) => systemAccountId(profile.ledger, name)),
  );
  metrics.gauge('plaza_pay_unprojected', 'Events of the ledger that wait, up to 1,000.', () =>
    projector.waiting(),
  );
  metrics.gauge('plaza_pay_commands_open', 'Money commands without an answer yet.', () =>
    commands.waiting(),
  );
  metrics.gauge('plaza_pay_clearing_minor', 'Money in accounts that return to zero.', async () =>
    (await ledger.lookupAccounts(clearing)).reduce((sum, row) => sum + balanceOf(row), 0),
  );
}
