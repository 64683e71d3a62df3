import type { PersonId } from '@plaza/base';
import { findCard, type ContactsDeps } from './deps.ts';
import type { Side } from './side.ts';
import { incoming, outgoing } from './states.ts';
import { lockPerson } from './store/people.ts';
import { forgetOld, getRequest, listOverdue, saveRequest } from './store/requests.ts';
import { requestLifeMs, type RequestId } from './types.ts';

const perRun = 500;

type Deps = Pick<ContactsDeps, 'db' | 'clock' | 'people'> & { side: Side };

/** Ends requests whose 30 days are over. Until it has run, the clock already refuses answers. */
export function createLapse({ db, clock, people, side }: Deps) {
  async function lapse(ownerId: PersonId, requestId: RequestId): Promise<void> {
    const found = await getRequest(db.query, ownerId, requestId);
    if (found === null) return;
    const card = await findCard(people, found.personId);
    await db.tx(async (tx) => {
      await lockPerson(tx.query, ownerId);
      const row = await getRequest(tx.query, ownerId, requestId);
      if (row === null || row.lapsesAt > clock.now()) return;
      const table = row.direction === 'incoming' ? incoming : outgoing;
      const state = table[row.state].lapse;
      if (state === null) return;
      if (card === null) await saveRequest(tx.query, { ...row, state });
      else await side.putRequest(tx, { ...row, state }, card);
    });
  }

  return async function lapseOverdue(): Promise<number> {
    let lapsed = 0;
    for (;;) {
      const overdue = await listOverdue(db.query, { now: clock.now(), limit: perRun });
      for (const { ownerId, requestId } of overdue) await lapse(ownerId, requestId);
      lapsed += overdue.length;
      if (overdue.length < perRun) break;
    }
    await forgetOld(db.query, new Date(clock.nowMs() - requestLifeMs));
    return lapsed;
  };
}
