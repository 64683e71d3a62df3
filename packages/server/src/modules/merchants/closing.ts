import { present } from '@plaza/base';
import { carryOut } from './carrying.ts';
import type { MerchantsDeps } from './deps.ts';
import { moveIdOf } from './ids.ts';
import { dueAfter, newMove } from './refunding.ts';
import { selectLeftWallets } from './store/merchants.ts';
import { insertMove, selectMoveOf } from './store/moves.ts';

const kind = 'closing' as const;

/**
 * What merchants have whose owner was erased, and that nobody took over, goes to the city’s account
 * for what nobody can claim. True when there was something.
 */
export async function putAway(deps: MerchantsDeps, limit: number): Promise<boolean> {
  const wallets = await selectLeftWallets(deps.db, limit);
  let isMoved = false;
  for (const { merchantId, currency, availableMinor, lineCount } of wallets) {
    // Another line is another closing.
    const outNo = `closing-${currency}-${lineCount}`;
    const moveId = moveIdOf(merchantId, kind, outNo);
    const move = newMove({
      ...{ merchantId, moveId, kind, outNo, personId: null, amountMinor: availableMinor },
      ...{ currency, createdAt: deps.clock.now() },
    });
    await deps.db.tx(async (tx) => void (await insertMove(tx, move, dueAfter(deps))));
    const made = await selectMoveOf(deps.db, { merchantId, kind, name: { outNo } });
    const end = await carryOut(deps, present(made, 'it was written'));
    isMoved ||= end.state === 'done';
  }
  return isMoved;
}
