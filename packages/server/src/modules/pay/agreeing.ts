import { present } from '@plaza/base';
import type { SyncItem } from '../sync/index.ts';
import type { PayContext } from './context.ts';
import { transferOf } from './present.ts';
import { agreeTransfer } from './store/arrivals.ts';
import type { TransferRow } from './types.ts';

/** Whether the money is not to arrive yet, by this process's clock. */
export function isEarly(
  { clock }: Pick<PayContext, 'clock'>,
  { arrivesAt }: Pick<TransferRow, 'arrivesAt'>,
): boolean {
  return arrivesAt !== null && arrivesAt.getTime() > clock.nowMs();
}

/**
 * Writes down that the payee takes a transfer once it arrives, and tells both. It changes nothing
 * for whoever was faster: the row must still wait, and the ledger has the last word anyway.
 */
export async function agree(ctx: PayContext, row: TransferRow): Promise<void> {
  const cards = await ctx.identity.getCards([row.payerId, row.payeeId]);
  const transfer = present(
    transferOf(ctx.currencies, { ...row, state: 'arriving' }, cards),
    'people leave a card',
  );
  await ctx.db.tx(async (tx) => {
    if (!(await agreeTransfer(tx, row.transferId))) return;
    const items = [row.payerId, row.payeeId].map((personId): SyncItem => {
      return { personId, name: 'pay.transferChanged', payload: { transfer } };
    });
    await ctx.sync.appendMany(tx, items);
  });
}
