import type { PersonId } from '@plaza/base';
import type { PersonCard } from '@plaza/contract';
import type { Tx } from '../../kernel/db/index.ts';
import {
  crossingTopic,
  erasedTopic,
  incomingCopy,
  profileTopic,
  type Accepted,
  type Asked,
  type Crossing,
} from './crossing.ts';
import { findCard, type ContactsDeps } from './deps.ts';
import type { Side } from './side.ts';
import { incoming, outgoing } from './states.ts';
import { getContact, listOwners } from './store/contacts.ts';
import { eraseOthersRequests } from './store/erasure.ts';
import { lockPerson } from './store/people.ts';
import { getRequest } from './store/requests.ts';

type Deps = Pick<ContactsDeps, 'db' | 'clock' | 'sync' | 'outbox' | 'people'> & { side: Side };
type AboutPerson = { personId: PersonId };

/** People told of a changed profile in one transaction. */
const ownersPerPage = 200;

/** What happens on one side because of the other: all of it may come late, and twice. */
export function registerReactions({ db, clock, sync, outbox, people, side }: Deps): void {
  async function onAsked(tx: Tx, asked: Asked, card: PersonCard): Promise<void> {
    const { to: ownerId, from: personId, requestId } = asked;
    const known = await getRequest(tx.query, ownerId, requestId);
    if (known !== null && known.version >= asked.version) return;
    const next = known === null ? 'pending' : incoming[known.state].asked;
    if (next === null) return;
    const contact = await getContact(tx.query, ownerId, personId);
    // The asker is not told and waits in vain: the same as with somebody who never answers.
    if (contact?.blocked && !contact.listed) return;
    const pair = { ownerId, card };
    const open = await side.openRequests(tx, pair);
    const iAsked = open.some(({ direction }) => direction === 'outgoing');
    await side.putRequest(tx, incomingCopy(asked, next), card);
    // Both want it already. A full list leaves the request waiting.
    if (contact?.listed || iAsked) await side.list(tx, pair);
  }

  async function onTakenBack(tx: Tx, asked: Asked, card: PersonCard): Promise<void> {
    const { to: ownerId, from: personId, requestId } = asked;
    const known = await getRequest(tx.query, ownerId, requestId);
    if (known !== null && known.version >= asked.version) return;
    const next = known === null ? 'withdrawn' : incoming[known.state].takenBack;
    const contact = await getContact(tx.query, ownerId, personId);
    if (next === null || (known === null && contact?.blocked)) return;
    // Also when nothing is known yet: what was taken back must not appear when it comes late.
    await side.putRequest(tx, incomingCopy(asked, next), card);
  }

  async function onAccepted(tx: Tx, accepted: Accepted, card: PersonCard): Promise<void> {
    const { to: ownerId, requestId } = accepted;
    const known = await getRequest(tx.query, ownerId, requestId);
    if (known?.direction !== 'outgoing') return;
    const next = outgoing[known.state].acceptance;
    if (next === null) return;
    const listed = await side.list(tx, { ownerId, card });
    // With a full list nothing can come of it; asking again is answered at once.
    const state = listed ? next : 'lapsed';
    const now = await getRequest(tx.query, ownerId, requestId);
    if (now !== null && now.state !== state) await side.putRequest(tx, { ...now, state }, card);
  }

  async function onCrossing(crossing: Crossing): Promise<void> {
    const card = await findCard(people, crossing.from);
    const receiver = await findCard(people, crossing.to);
    if (card === null || receiver === null) return;
    await db.tx(async (tx) => {
      await lockPerson(tx.query, crossing.to);
      if (crossing.kind === 'accepted') await onAccepted(tx, crossing, card);
      else if (new Date(crossing.lapsesAt) <= clock.now()) return;
      else if (crossing.kind === 'asked') await onAsked(tx, crossing, card);
      else await onTakenBack(tx, crossing, card);
    });
  }

  /** Calls `run` with all who keep something of a person, page by page. */
  async function eachOwners(
    personId: PersonId,
    run: (ownerIds: readonly PersonId[]) => Promise<void>,
  ): Promise<void> {
    let after: PersonId | null = null;
    for (;;) {
      const page: PersonId[] = await listOwners(db.query, {
        personId,
        after,
        limit: ownersPerPage,
      });
      if (page.length > 0) await run(page);
      after = page.at(-1) ?? null;
      if (page.length < ownersPerPage) return;
    }
  }

  async function onProfile({ personId }: AboutPerson): Promise<void> {
    // Read now, not when it changed: of several changes in a row the newest is told.
    const person = await findCard(people, personId);
    if (person === null) return;
    const name = 'identity.personChanged';
    await eachOwners(personId, (ownerIds) =>
      db.tx((tx) =>
        sync.appendMany(
          tx,
          ownerIds.map((ownerId) => ({ personId: ownerId, name, payload: { person } })),
        ),
      ),
    );
  }

  async function onErased({ personId }: AboutPerson): Promise<void> {
    await eachOwners(personId, async (ownerIds) => {
      for (const ownerId of ownerIds) {
        await db.tx(async (tx) => {
          await lockPerson(tx.query, ownerId);
          const row = await getContact(tx.query, ownerId, personId);
          if (row !== null) await side.forget(tx, row);
        });
      }
    });
    await db.tx((tx) => eraseOthersRequests(tx.query, personId));
  }

  outbox.react(crossingTopic, (payload) => onCrossing(payload as Crossing));
  outbox.react(profileTopic, (payload) => onProfile(payload as AboutPerson));
  outbox.react(erasedTopic, (payload) => onErased(payload as AboutPerson));
  people.onProfileChanged((tx, { personId }) => outbox.add(tx, profileTopic, { personId }));
}
