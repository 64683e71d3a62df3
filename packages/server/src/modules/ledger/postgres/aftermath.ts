import type { Database } from '../../../kernel/db/index.ts';
import type { Group } from './group.ts';
import type { Request } from './request.ts';
import { currentEpoch, wasCommitted } from './store/outcome.ts';

/** A commit that was under way when its writer lost the seat. */
export type Unknown = { group: Group; epoch: bigint };

export type AftermathDeps = {
  db: Pick<Database, 'query'>;
  log: { warn(fields: object, text: string): void };
  /** These did not take place. */
  again(requests: Request[]): void;
};

export type Aftermath = {
  add(unknown: Unknown): void;
  /** Finds out what became of commits, as soon as that is certain. */
  look(): Promise<void>;
  /** Takes out what is not known yet and waits for too long. */
  giveUp(isLost: (request: Request) => boolean): Request[];
};

/**
 * What became of the commit under way is certain once somebody has the seat after it: taking the
 * seat waits for it, and none of an older epoch comes later. Then its callers get the answer that
 * was on its way to them, or it is written again.
 */
export function createAftermath({ db, log, again }: AftermathDeps): Aftermath {
  let unknowns: Unknown[] = [];
  let isLooking = false;

  async function find(): Promise<void> {
    const epoch = await currentEpoch(db);
    for (const unknown of unknowns.filter((one) => one.epoch < epoch)) {
      const isDone = await wasCommitted(db, unknown.group);
      if (!unknowns.includes(unknown)) continue;
      unknowns = unknowns.filter((one) => one !== unknown);
      const { requests, results } = unknown.group;
      if (!isDone) again(requests);
      else for (const [i, request] of requests.entries()) request.settle(results[i] ?? []);
    }
  }

  return {
    add(unknown) {
      unknowns.push(unknown);
    },
    async look() {
      if (isLooking || unknowns.length === 0) return;
      isLooking = true;
      try {
        await find();
      } catch (error) {
        log.warn({ err: error }, 'the ledger does not know yet what became of a commit');
      }
      isLooking = false;
    },
    giveUp(isLost) {
      const lost = unknowns.filter(({ group }) => group.requests.some(isLost));
      unknowns = unknowns.filter((one) => !lost.includes(one));
      // What others handed over is theirs to give up.
      return lost.flatMap(({ group }) => group.requests.filter(({ handedId }) => !handedId));
    },
  };
}
