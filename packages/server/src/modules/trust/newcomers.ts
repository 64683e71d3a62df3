import type { PersonId } from '@plaza/base';
import type { NewcomersDeps } from './deps.ts';
import { countUse, deleteUse, type NewcomerAct } from './store/newcomers.ts';

const dayMs = 24 * 3_600_000;
/** For so long an account is new. */
export const newcomerMs = 3 * dayMs;
/** How often a new account may do on a day what spam needs often and people need rarely. */
export const newcomerCounts: Record<NewcomerAct, number> = {
  ...{ group: 3, join: 10, request: 5 },
  call: 30,
};

/** Slows down accounts that were made a moment ago, which is what spam is sent from. */
export function createNewcomers(deps: NewcomersDeps) {
  const { db, clock, identity, limits, jobs } = deps;
  async function isNew(personId: PersonId): Promise<boolean> {
    const age = await identity.getAge(personId);
    if (age === null || age.isTrusted) return false;
    return clock.nowMs() - age.createdAt.getTime() < newcomerMs;
  }

  jobs.every('trust.forgetNewcomers', '37 4 * * *', () =>
    deleteUse(db, new Date(clock.nowMs() - 2 * newcomerMs)),
  );

  return {
    isNew,
    /** Whether the person may do this once more today; counts it where the account is new. */
    async take(personId: PersonId, act: NewcomerAct): Promise<boolean> {
      if (!(await isNew(personId))) return true;
      const most = Math.max(1, Math.round(newcomerCounts[act] * limits.factor));
      return countUse(db, { personId, day: clock.now(), act, most });
    },
  };
}

export type Newcomers = ReturnType<typeof createNewcomers>;
