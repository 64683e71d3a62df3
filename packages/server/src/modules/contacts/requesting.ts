import { isUuid, type NewId, type PersonId } from '@plaza/base';
import type { MethodInput, PersonCard } from '@plaza/contract';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { askedBy } from './crossing.ts';
import { findCard, type ContactsDeps } from './deps.ts';
import { mayAsk } from './finding.ts';
import { areMutual } from './policy.ts';
import { beginTurn, cross, listPerson, openRequests, putRequest, withdraw } from './side.ts';
import type { Pair, Turn } from './side.ts';
import { incoming, outgoing } from './states.ts';
import { getContact } from './store/contacts.ts';
import { countRequest, getRequest } from './store/requests.ts';
import { maxContacts, requestLifeMs, type RequestId, type RequestRow } from './types.ts';

type Ask = MethodInput<'contacts.sendRequest'>;
type Asked = { state: 'requested' | 'accepted' };
type AskRefusal =
  | 'person_not_found'
  | 'already_contacts'
  | 'request_limit_reached'
  | 'contact_limit_reached'
  | 'self_action';
type Answer = MethodInput<'contacts.answerRequest'>;

/** Asks to become contacts. */
export async function sendRequest(
  deps: ContactsDeps,
  ownerId: PersonId,
  input: Ask,
): Promise<Outcome<Asked, AskRefusal>> {
  if (input.personId === ownerId) return no('self_action');
  const card = await findCard(deps.people, input.personId);
  if (card === null || !(await mayAsk(deps, ownerId, input))) return no('person_not_found');
  const mayAskToday = (await deps.newcomers?.take(ownerId, 'request')) ?? true;
  if (!mayAskToday) return no('request_limit_reached');
  return decide(deps.db, async (tx) => {
    const turn = await beginTurn(deps, tx, ownerId);
    return ask(turn, { ownerId, card }, { input, newId: deps.newId });
  });
}

async function ask(
  turn: Turn,
  pair: Pair,
  { input, newId }: { input: Ask; newId: NewId },
): Promise<Outcome<Asked, AskRefusal>> {
  const { ownerId, card } = pair;
  const mine = await getContact(turn.tx.query, ownerId, card.personId);
  const theirs = await getContact(turn.tx.query, card.personId, ownerId);
  if (areMutual(mine, theirs)) return no('already_contacts');
  const open = await openRequests(turn, pair);
  // They asked me, or never took me off their list: both want it, so nobody needs to wait.
  if (theirs?.listed || open.some(({ direction }) => direction === 'incoming')) {
    const listed = await listPerson(turn, pair);
    return listed ? yes({ state: 'accepted' }) : no('contact_limit_reached');
  }
  if (!mine?.listed && turn.own.contactCount >= maxContacts) return no('contact_limit_reached');
  if (!(await countRequest(turn.tx.query, ownerId))) return no('request_limit_reached');
  const known = open.find((row) => outgoing[row.state].ask !== null);
  const row = writeRequest(pair, input, { known, now: turn.clock.now(), newId });
  await putRequest(turn, row, card);
  await cross(turn, askedBy(row, 'asked'));
  return yes({ state: 'requested' });
}

/** A repeated request takes the place of the one that waits: same id, new words, new time. */
function writeRequest(
  { ownerId, card }: Pair,
  { reason, via }: Ask,
  { known, now, newId }: { known: RequestRow | undefined; now: Date; newId: NewId },
): RequestRow {
  return {
    ...{ ownerId, personId: card.personId, direction: 'outgoing', reason, via },
    state: 'pending',
    requestId: known?.requestId ?? newId<RequestId>(),
    version: (known?.version ?? 0) + 1,
    createdAt: now,
    lapsesAt: new Date(now.getTime() + requestLifeMs),
  };
}

/** The person of one of the viewer's requests; null when there is no such request. */
async function findOther(
  { db, people }: ContactsDeps,
  ownerId: PersonId,
  requestId: string,
): Promise<PersonCard | null> {
  if (!isUuid(requestId)) return null;
  const row = await getRequest(db.query, ownerId, requestId as RequestId);
  return row === null ? null : findCard(people, row.personId);
}

/** Accepts or ignores a request. */
export async function answerRequest(
  deps: ContactsDeps,
  ownerId: PersonId,
  { requestId, accept, remark, tags }: Answer,
): Promise<Outcome<null, 'request_unknown' | 'contact_limit_reached'>> {
  const card = await findOther(deps, ownerId, requestId);
  if (card === null) return no('request_unknown');
  return decide(deps.db, async (tx) => {
    const turn = await beginTurn(deps, tx, ownerId);
    const row = await getRequest(tx.query, ownerId, requestId as RequestId);
    if (row?.direction !== 'incoming' || row.lapsesAt <= deps.clock.now()) {
      return no('request_unknown');
    }
    const state = incoming[row.state][accept ? 'accept' : 'ignore'];
    if (state === null) return no('request_unknown');
    if (!accept) {
      await putRequest(turn, { ...row, state }, card);
      return yes(null);
    }
    const listed = await listPerson(turn, { ownerId, card }, { remark, tags });
    return listed ? yes(null) : no('contact_limit_reached');
  });
}

/** Takes back a request that waits. */
export async function withdrawRequest(
  deps: ContactsDeps,
  ownerId: PersonId,
  requestId: string,
): Promise<Outcome<null, 'request_unknown'>> {
  const card = await findOther(deps, ownerId, requestId);
  if (card === null) return no('request_unknown');
  return decide(deps.db, async (tx) => {
    const turn = await beginTurn(deps, tx, ownerId);
    const row = await getRequest(tx.query, ownerId, requestId as RequestId);
    if (row?.direction !== 'outgoing' || outgoing[row.state].withdraw === null) {
      return no('request_unknown');
    }
    await withdraw(turn, row, card);
    return yes(null);
  });
}
