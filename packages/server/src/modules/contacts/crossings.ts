import type { PersonCard } from '@plaza/contract';
import { incomingCopy, type Accepted, type Asked, type Crossing } from './crossing.ts';
import { findCard, type ContactsDeps } from './deps.ts';
import { listPerson, openRequests, putRequest, takeTurn, type Turn } from './side.ts';
import { incoming, outgoing } from './states.ts';
import { getContact } from './store/contacts.ts';
import { getRequest } from './store/requests.ts';

// What happens on one side because of the other. Any of it may come late, and twice.

async function onAsked(turn: Turn, asked: Asked, card: PersonCard): Promise<void> {
  const { to: ownerId, from: personId, requestId } = asked;
  const known = await getRequest(turn.tx.query, ownerId, requestId);
  if (known !== null && known.version >= asked.version) return;
  const state = known === null ? 'pending' : incoming[known.state].asked;
  if (state === null) return;
  const contact = await getContact(turn.tx.query, ownerId, personId);
  // The asker is not told and waits in vain: the same as with somebody who never answers.
  if (contact?.blocked && !contact.listed) return;
  const pair = { ownerId, card };
  const open = await openRequests(turn, pair);
  const iAsked = open.some(({ direction }) => direction === 'outgoing');
  await putRequest(turn, incomingCopy(asked, state), card);
  // Both want it already. A full list leaves the request waiting.
  if (contact?.listed || iAsked) await listPerson(turn, pair);
}

async function onTakenBack(turn: Turn, asked: Asked, card: PersonCard): Promise<void> {
  const { to: ownerId, from: personId, requestId } = asked;
  const known = await getRequest(turn.tx.query, ownerId, requestId);
  if (known !== null && known.version >= asked.version) return;
  const state = known === null ? 'withdrawn' : incoming[known.state].takenBack;
  const contact = await getContact(turn.tx.query, ownerId, personId);
  if (state === null || (known === null && contact?.blocked)) return;
  // Also when nothing is known yet: what was taken back must not appear when it comes late.
  await putRequest(turn, incomingCopy(asked, state), card);
}

async function onAccepted(turn: Turn, accepted: Accepted, card: PersonCard): Promise<void> {
  const { to: ownerId, requestId } = accepted;
  const known = await getRequest(turn.tx.query, ownerId, requestId);
  if (known?.direction !== 'outgoing') return;
  const next = outgoing[known.state].acceptance;
  if (next === null) return;
  const listed = await listPerson(turn, { ownerId, card });
  // With a full list nothing can come of it; asking again is answered at once.
  const state = listed ? next : 'lapsed';
  const now = await getRequest(turn.tx.query, ownerId, requestId);
  if (now !== null && now.state !== state) await putRequest(turn, { ...now, state }, card);
}

/** Brings one side's news to the other side. */
export async function onCrossing(deps: ContactsDeps, crossing: Crossing): Promise<void> {
  const card = await findCard(deps.people, crossing.from);
  const receiver = await findCard(deps.people, crossing.to);
  if (card === null || receiver === null) return;
  await takeTurn(deps, crossing.to, async (turn) => {
    if (crossing.kind === 'accepted') return onAccepted(turn, crossing, card);
    if (new Date(crossing.lapsesAt) <= deps.clock.now()) return undefined;
    if (crossing.kind === 'asked') return onAsked(turn, crossing, card);
    return onTakenBack(turn, crossing, card);
  });
}
