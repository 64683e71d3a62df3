import type { PayContext } from './context.ts';
import { settle } from './settling.ts';
import { postponeArrival, selectDueArrivals } from './store/arrivals.ts';

const perSweep = 100;
/** A wallet that takes nothing, or a ledger that does not answer, is asked again so much later. */
const waitMs = 60_000;

export type Arriving = {
  /** Lets arrive what is due; true when there was something. For tests it throws where it fails. */
  sweep(all: boolean): Promise<boolean>;
};

/** Posts what was accepted before it arrived, at its time, from whatever process is there. */
export function createArriving(ctx: PayContext): Arriving {
  async function arrive(transferId: string, isStrict: boolean): Promise<void> {
    try {
      const ended = await settle(ctx, transferId, 'arrive');
      if (ended.ok || ended.reason === 'transfer_settled') return;
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
