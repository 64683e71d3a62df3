import type { OrderId, PersonId } from '@plaza/base';
import { carryOut } from './carrying.ts';
import { declineOrder } from './charging.ts';
import { closeAccounts, putAway } from './closing.ts';
import type { MerchantsDeps } from './deps.ts';
import { closeOrder } from './ordering.ts';
import { dueAfter } from './refunding.ts';
import { postponeMove, selectDueMoves, selectOpenMoves, wantEnd } from './store/moves.ts';
import { selectExpired } from './store/orders.ts';
import { selectAsking } from './store/parties.ts';
import type { MoveRow, OrderRow } from './types.ts';

const perSweep = 100;
const failedMs = 30_000;
const endOfTime = new Date(8_640_000_000_000_000);

/** Completes what was left half done, and closes orders whose time is over. */
export function createSweeping(deps: MerchantsDeps) {
  const { db, clock, log } = deps;

  async function carry(move: MoveRow, all: boolean): Promise<void> {
    if (all) return void (await carryOut(deps, move));
    // First of all, so that other processes do not do the same.
    await postponeMove(db, move, new Date(clock.nowMs() + failedMs));
    await carryOut(deps, move).catch((error: unknown) => {
      log.error({ err: error, kind: move.kind }, 'a move of a merchant could not be made yet');
    });
  }

  async function close({ merchantId, orderId }: OrderRow): Promise<boolean> {
    return (await closeOrder(deps, merchantId, { name: { orderId } })).ok;
  }

  return {
    async sweep(all: boolean): Promise<boolean> {
      const now = clock.now();
      const moves = await selectDueMoves(db, { before: all ? endOfTime : now, limit: perSweep });
      for (const move of moves) await carry(move, all);
      let found = moves.length > 0;
      for (const order of await selectExpired(db, { now, limit: perSweep })) {
        found = (await close(order)) || found;
      }
      found = (await closeAccounts(deps, perSweep)) || found;
      return (await putAway(deps, perSweep)) || found;
    },
    /** The account of a person is erased: nothing of theirs is left on its way. */
    async finishOf(personId: PersonId): Promise<boolean> {
      const asked = { isOrder: true, now: clock.now(), limit: perSweep };
      for (const { merchantId, subjectId } of await selectAsking(db, personId, asked)) {
        await declineOrder(deps, personId, { merchantId, orderId: subjectId as OrderId });
      }
      for (const move of await selectOpenMoves(db, personId)) {
        await carryOut(deps, move);
        // What is only held, from them or for them, goes back to where it came from.
        await wantEnd(db, move, { wanted: 'release', wantedMinor: 0n, dueAt: dueAfter(deps) });
        await carryOut(deps, move);
      }
      return (await selectOpenMoves(db, personId)).length === 0;
    },
  };
}
