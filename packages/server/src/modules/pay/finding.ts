import type { PersonId } from '@plaza/base';
import { inBatches } from '../../kernel/batching.ts';
import type { PayContext } from './context.ts';
import { walletKey } from './projection/money.ts';
import { selectTransfers } from './store/transfers.ts';
import { selectWalletsOf } from './store/wallets.ts';

const together = { largest: 500, underWay: 4 };

/** Reads of one wallet and of one transfer; many who ask at once are answered together. */
export function createFinds({
  db,
}: Pick<PayContext, 'db'>): Pick<PayContext, 'findWallet' | 'findTransfer'> {
  type Asked = { personId: PersonId; currency: string };
  const findWallet = inBatches(async (asked: readonly Asked[]) => {
    const rows = await selectWalletsOf(db, [...new Set(asked.map((one) => one.personId))]);
    const byKey = new Map(rows.map((row) => [walletKey(row), row]));
    return asked.map((one) => byKey.get(walletKey(one)) ?? null);
  }, together);
  const findTransfer = inBatches(async (ids: readonly string[]) => {
    const rows = await selectTransfers(db, [...new Set(ids)]);
    const byId = new Map<string, (typeof rows)[number]>(rows.map((row) => [row.transferId, row]));
    return ids.map((id) => byId.get(id) ?? null);
  }, together);
  return {
    findWallet: (personId, currency) => findWallet({ personId, currency }),
    findTransfer,
  };
}
