import { present, type TransferId } from '@plaza/base';
import { yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { Commands, Intent } from './commands.ts';
import type { PayContext } from './context.ts';
import { arrivalKeyOf } from './ids.ts';
import { postponeArrival, selectDueArrivals } from './store/arrivals.ts';
import { selectTransfer } from './store/transfers.ts';
import type { TransferRow } from './types.ts';

const perSweep = 100;
/** A wallet that takes nothing, or a ledger that does not answer, is asked again so much later. */
const waitMs = 60_000;
const nothingKept: ReadonlySet<string> = new Set();

export type Arriving = {
  /** Lets arrive what is due; true when there was something. For tests it throws where it fails. */
  sweep(all: boolean): Promise<boolean>;
};

/** What the payee may hold is judged when the money comes, not when they said yes. */
async function judgeArriving(
  ctx: PayContext,
  { transferId, payeeId: personId, currency, amountMinor }: TransferRow,
): Promise<Outcome<Intent, string>> {
  const allowed = await ctx.limits.judge([{ personId, currency, amountMinor, way: 'receive' }]);
  if (!allowed.ok) return allowed;
  return yes({ subjectId: transferId, quotas: allowed.value, write: async () => undefined });
}

/**
 * Posts what was accepted before it arrived, at its time, from whatever process is there: a command
 * of the payee whose key follows from the transfer, so that it is one, however many sweep.
 */
export function createArriving(ctx: PayContext, commands: Pick<Commands, 'run'>): Arriving {
  async function hasArrived(transferId: TransferId): Promise<boolean> {
    const row = present(await selectTransfer(ctx.db, transferId), 'transfers are kept');
    const key = arrivalKeyOf(transferId, row.attempt);
    const method = 'arriveTransfer' as const;
    const outcome = await commands.run({
      asked: { personId: row.payeeId, key, method, body: [transferId] },
      judge: () => judgeArriving(ctx, row),
      kept: nothingKept,
    });
    return outcome.ok || outcome.reason === 'transfer_settled';
  }

  async function arrive(transferId: TransferId, isStrict: boolean): Promise<void> {
    try {
      if (await hasArrived(transferId)) return;
    } catch (error) {
      if (isStrict) throw error;
      ctx.log.error({ err: error }, 'a transfer could not arrive yet');
    }
    await postponeArrival(ctx.db, transferId, new Date(ctx.clock.nowMs() + waitMs));
  }

  return {
    async sweep(all) {
      const due = await selectDueArrivals(ctx.db, { before: ctx.clock.now(), limit: perSweep });
      for (const transferId of due) await arrive(transferId, all);
      return due.length > 0;
    },
  };
}
