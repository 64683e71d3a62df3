import { isUuid, type NewId, type PersonId } from '@plaza/base';
import type { MethodInput, PersonCard } from '@plaza/contract';
import type { Tx } from '../../kernel/db/index.ts';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { askedBy } from './crossing.ts';
import { findCard, type ContactsDeps } from './deps.ts';
import { areMutual } from './policy.ts';
import type { Finding } from './finding.ts';
import type { Pair, Side } from './side.ts';
import { incoming, outgoing } from './states.ts';
import { getContact } from './store/contacts.ts';
import { lockPerson } from './store/people.ts';
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

type Deps = Pick<ContactsDeps, 'db' | 'clock' | 'newId' | 'people'> & {
  side: Side;
  finding: Pick<Finding, 'mayAsk'>;
};

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

/** Asking, answering and taking back. */
export function createRequesting({ db, clock, newId, people, side, finding }: Deps) {
  async function ask(tx: Tx, pair: Pair, input: Ask): Promise<Outcome<Asked, AskRefusal>> {
    const { ownerId, card } = pair;
    const own = await lockPerson(tx.query, ownerId);
    const mine = await getContact(tx.query, ownerId, card.personId);
    const theirs = await getContact(tx.query, card.personId, ownerId);
    if (areMutual(mine, theirs)) return no('already_contacts');
    const open = await side.openRequests(tx, pair);
    // They asked me, or never took me off their list: both want it, so nobody needs to wait.
    if (theirs?.listed || open.some(({ direction }) => direction === 'incoming')) {
      const listed = await side.list(tx, pair);
      return listed ? yes({ state: 'accepted' }) : no('contact_limit_reached');
    }
    if (!mine?.listed && own.contactCount >= maxContacts) return no('contact_limit_reached');
    if (!(await countRequest(tx.query, ownerId))) return no('request_limit_reached');
    const known = open.find((row) => outgoing[row.state].ask !== null);
    const row = writeRequest(pair, input, { known, now: clock.now(), newId });
    await side.putRequest(tx, row, card);
    await side.cross(tx, askedBy(row, 'asked'));
    return yes({ state: 'requested' });
  }

  /** The request and its person; null when the viewer has no such request. */
  async function find(ownerId: PersonId, requestId: string): Promise<PersonCard | null> {
    if (!isUuid(requestId)) return null;
    const row = await getRequest(db.query, ownerId, requestId as RequestId);
    return row === null ? null : findCard(people, row.personId);
  }

  return {
    async sendRequest(ownerId: PersonId, input: Ask): Promise<Outcome<Asked, AskRefusal>> {
      if (input.personId === ownerId) return no('self_action');
      const card = await findCard(people, input.personId);
      if (card === null || !(await finding.mayAsk(ownerId, input))) return no('person_not_found');
      return decide(db, (tx) => ask(tx, { ownerId, card }, input));
    },

    async answerRequest(
      ownerId: PersonId,
      { requestId, accept, remark, tags }: Answer,
    ): Promise<Outcome<null, 'request_unknown' | 'contact_limit_reached'>> {
      const card = await find(ownerId, requestId);
      if (card === null) return no('request_unknown');
      return decide(db, async (tx) => {
        await lockPerson(tx.query, ownerId);
        const row = await getRequest(tx.query, ownerId, requestId as RequestId);
        if (row?.direction !== 'incoming' || row.lapsesAt <= clock.now()) {
          return no('request_unknown');
        }
        const next = incoming[row.state][accept ? 'accept' : 'ignore'];
        if (next === null) return no('request_unknown');
        if (!accept) {
          await side.putRequest(tx, { ...row, state: next }, card);
          return yes(null);
        }
        const listed = await side.list(tx, { ownerId, card }, { remark, tags });
        return listed ? yes(null) : no('contact_limit_reached');
      });
    },

    async withdrawRequest(
      ownerId: PersonId,
      requestId: string,
    ): Promise<Outcome<null, 'request_unknown'>> {
      const card = await find(ownerId, requestId);
      if (card === null) return no('request_unknown');
      return decide(db, async (tx) => {
        await lockPerson(tx.query, ownerId);
        const row = await getRequest(tx.query, ownerId, requestId as RequestId);
        if (row?.direction !== 'outgoing' || outgoing[row.state].withdraw === null) {
          return no('request_unknown');
        }
        await side.withdraw(tx, row, card);
        return yes(null);
      });
    },
  };
}
