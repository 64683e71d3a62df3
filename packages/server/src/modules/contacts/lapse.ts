import { findCard, type ContactsDeps } from './deps.ts';
import { putRequest, takeTurn } from './side.ts';
import { incoming, outgoing } from './states.ts';
import { forgetOld, getRequest, listOverdue, saveRequest } from './store/requests.ts';
import { requestLifeMs, type RequestRow } from './types.ts';

const perRun = 500;

async function lapse(
  deps: ContactsDeps,
  { ownerId, requestId, personId }: Pick<RequestRow, 'ownerId' | 'requestId' | 'personId'>,
): Promise<void> {
  const card = await findCard(deps.people, personId);
  await takeTurn(deps, ownerId, async (turn) => {
    const row = await getRequest(turn.tx.query, ownerId, requestId);
    if (row === null || row.lapsesAt > deps.clock.now()) return;
    const table = row.direction === 'incoming' ? incoming : outgoing;
    const state = table[row.state].lapse;
    if (state === null) return;
    if (card === null) await saveRequest(turn.tx.query, { ...row, state });
    else await putRequest(turn, { ...row, state }, card);
  });
}

/**
 * Ends requests whose 30 days are over, for a job, and gives their number. Until it has run, the
 * clock already refuses answers.
 */
export async function lapseOverdue(deps: ContactsDeps): Promise<number> {
  let lapsed = 0;
  for (;;) {
    const overdue = await listOverdue(deps.db.query, { now: deps.clock.now(), limit: perRun });
    for (const row of overdue) await lapse(deps, row);
    lapsed += overdue.length;
    if (overdue.length < perRun) break;
  }
  await forgetOld(deps.db.query, new Date(deps.clock.nowMs() - requestLifeMs));
  return lapsed;
}
