import type { PayKey } from '@plaza/base';
import type { PayContext } from './context.ts';
import { NotKnown } from './not-known.ts';
import type { Pay } from './service.ts';
import { selectOperations } from './store/operations.ts';
import { selectWallet } from './store/wallets.ts';

/** Opens the wallet of a freeze whose appeal was granted; opened before, there is nothing to do. */
export function createLiftFreeze(
  { db }: PayContext,
  unfreezeWallet: Pay['unfreezeWallet'],
): Pay['liftFreeze'] {
  return async (freezeId) => {
    const [freeze] = await selectOperations(db, [freezeId]);
    if (freeze?.kind !== 'freeze') return;
    const { personId, currency } = freeze;
    const wallet = await selectWallet(db, personId, currency);
    if (wallet?.freezeId !== freezeId) return;
    const reason = 'The appeal was granted.';
    // The same key however often it is asked for: it is opened once.
    const key = freezeId as PayKey;
    const lifted = await unfreezeWallet({ actorId: null, key, personId, currency, reason });
    if (!lifted.ok && lifted.reason === 'unavailable') {
      throw new NotKnown('whether the wallet is open again is not known yet');
    }
  };
}
