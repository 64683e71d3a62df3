import type { PersonId } from '@plaza/base';
import { carryBack, carryEntry } from './bank.ts';
import type { RailsDeps } from './deps.ts';
import { settlePayout } from './paying-out.ts';
import { listEntries, selectUnbooked } from './store/entries.ts';
import { noteReturning, selectOpenOf, selectReturning } from './store/payouts.ts';

const perSweep = 100;

/** Carries on what a killed process left of entries and payouts; deposits are commands of pay. */
export function createSweeping(deps: RailsDeps) {
  const { db, clock, log } = deps;

  /** True when it came to its end. */
  async function attempt(all: boolean, run: () => Promise<unknown>): Promise<void> {
    try {
      await run();
    } catch (error) {
      if (all) throw error;
      log.error({ err: error }, 'money of a rail could not be carried on yet');
    }
  }

  return {
    async sweep(all: boolean): Promise<boolean> {
      const entries = await listEntries(db, ['new'], perSweep);
      for (const row of entries) await attempt(all, () => carryEntry(deps, row));
      const back = await selectUnbooked(db, perSweep);
      for (const row of back) await attempt(all, () => carryBack(deps, row));
      const payouts = await selectReturning(db, perSweep);
      for (const { payoutId } of payouts) {
        await attempt(all, () => settlePayout(deps, payoutId, 'return'));
      }
      // What waits for a frozen wallet is not asked for again and again by whoever drains.
      const left = await listEntries(db, ['new'], perSweep);
      return entries.length > left.length || back.length > 0 || payouts.length > 0;
    },
    /** Gives back what no bank has; what one has must be settled first. */
    async finishOf(personId: PersonId): Promise<boolean> {
      for (const { payoutId, state } of await selectOpenOf(db, personId)) {
        if (state !== 'held') continue;
        const of = { at: clock.now(), reason: '', mayBeExported: false };
        if (await noteReturning(db, payoutId, of)) await settlePayout(deps, payoutId, 'return');
      }
      return (await selectOpenOf(db, personId)).length === 0;
    },
  };
}
