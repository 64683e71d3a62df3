import type { PersonId } from '@plaza/base';
import type { PersonCard } from '@plaza/contract';
import type { Tx } from '../../kernel/db/index.ts';
import { askedBy, crossingTopic, relationTopic, type Crossing } from './crossing.ts';
import type { ContactsDeps } from './deps.ts';
import { presentContact, presentRequest } from './present.ts';
import { isOpen } from './states.ts';
import { getContact, removeContact, saveContact } from './store/contacts.ts';
import { freePlace, takePlace } from './store/people.ts';
import { listRequestsWith, saveRequest } from './store/requests.ts';
import { requestLifeMs, type ContactRow, type RequestRow } from './types.ts';

/** Two people, seen from the side of the first; `card` is the other's. */
export type Pair = { ownerId: PersonId; card: PersonCard };
export type Note = { remark?: string | null | undefined; tags?: string[] | undefined };

/**
 * Changes of one person's side. The caller holds the lock of that person (`lockPerson`). Each
 * change is told to the person's devices; what concerns the other side crosses by the outbox.
 */
export type Side = ReturnType<typeof createSide>;

export function createSide({
  clock,
  sync,
  outbox,
}: Pick<ContactsDeps, 'clock' | 'sync' | 'outbox'>) {
  async function cross(tx: Tx, crossing: Crossing): Promise<void> {
    await outbox.add(tx, crossingTopic, crossing);
  }

  async function tellRelation(tx: Tx, a: PersonId, b: PersonId): Promise<void> {
    await outbox.add(tx, relationTopic, { a, b });
  }

  async function putContact(tx: Tx, row: ContactRow, card: PersonCard): Promise<void> {
    await saveContact(tx.query, row);
    const contact = presentContact(row, card);
    await sync.append(tx, row.ownerId, 'contacts.contactChanged', { contact });
  }

  async function dropContact(tx: Tx, row: Pick<ContactRow, 'ownerId' | 'personId'>) {
    await removeContact(tx.query, row);
    const { personId } = row;
    await sync.append(tx, row.ownerId, 'contacts.contactRemoved', { personId });
  }

  async function putRequest(tx: Tx, row: RequestRow, card: PersonCard): Promise<void> {
    await saveRequest(tx.query, row);
    const request = presentRequest(row, card);
    await sync.append(tx, row.ownerId, 'contacts.requestChanged', { request });
  }

  /** Requests between the two that still wait for an answer. */
  async function openRequests(tx: Tx, { ownerId, card }: Pair): Promise<RequestRow[]> {
    const now = clock.now();
    const since = new Date(now.getTime() - requestLifeMs);
    const rows = await listRequestsWith(tx.query, { ownerId, personId: card.personId, since });
    return rows.filter((row) => row.lapsesAt > now && isOpen(row.state, row.direction));
  }

  /** Ends every open request between the two with a yes; an asker on the other side is told. */
  async function settleRequests(tx: Tx, pair: Pair): Promise<void> {
    for (const row of await openRequests(tx, pair)) {
      await putRequest(tx, { ...row, state: 'accepted' }, pair.card);
      if (row.direction === 'outgoing') continue;
      const { ownerId: from, personId: to, requestId } = row;
      await cross(tx, { kind: 'accepted', from, to, requestId });
    }
  }

  async function withdraw(tx: Tx, row: RequestRow, card: PersonCard): Promise<void> {
    const next: RequestRow = { ...row, state: 'withdrawn', version: row.version + 1 };
    await putRequest(tx, next, card);
    await cross(tx, askedBy(next, 'takenBack'));
  }

  return {
    cross,
    putContact,
    putRequest,
    openRequests,
    withdraw,

    /** Puts the other in the list; false, and nothing changed, when the list is full. */
    async list(tx: Tx, pair: Pair, note: Note = {}): Promise<boolean> {
      const { ownerId, card } = pair;
      const { personId } = card;
      const known = await getContact(tx.query, ownerId, personId);
      if (!known?.listed && !(await takePlace(tx.query, ownerId))) return false;
      const row: ContactRow = {
        ...{ ownerId, personId, listed: true, blocked: known?.blocked ?? false },
        remark: note.remark === undefined ? (known?.remark ?? null) : note.remark,
        tags: note.tags ?? known?.tags ?? [],
        starred: known?.starred ?? false,
        since: known?.listed ? known.since : clock.now(),
      };
      await putContact(tx, row, card);
      if (!known?.listed) await tellRelation(tx, ownerId, personId);
      await settleRequests(tx, pair);
      return true;
    },

    /** Takes the other off the list; a block stays. */
    async unlist(tx: Tx, row: ContactRow, card: PersonCard): Promise<void> {
      await freePlace(tx.query, row.ownerId);
      if (row.blocked) {
        const bare = { listed: false, remark: null, tags: [], starred: false };
        await putContact(tx, { ...row, ...bare }, card);
      } else {
        await dropContact(tx, row);
      }
      await tellRelation(tx, row.ownerId, row.personId);
    },

    /** A block also ends what waits: theirs is ignored, mine is taken back. */
    async block(tx: Tx, pair: Pair): Promise<ContactRow> {
      const { ownerId, card } = pair;
      const { personId } = card;
      const known = await getContact(tx.query, ownerId, personId);
      if (known?.blocked) return known;
      const fresh = { remark: null, tags: [], starred: false, since: clock.now() };
      const row: ContactRow = known
        ? { ...known, blocked: true }
        : { ...fresh, ownerId, personId, listed: false, blocked: true };
      await putContact(tx, row, card);
      for (const request of await openRequests(tx, pair)) {
        if (request.direction === 'outgoing') await withdraw(tx, request, card);
        else if (request.state === 'pending') {
          await putRequest(tx, { ...request, state: 'ignored' }, card);
        }
      }
      await tellRelation(tx, ownerId, personId);
      return row;
    },

    async unblock(tx: Tx, row: ContactRow, card: PersonCard): Promise<void> {
      if (row.listed) await putContact(tx, { ...row, blocked: false }, card);
      else await dropContact(tx, row);
      await tellRelation(tx, row.ownerId, row.personId);
    },

    /** Forgets a person who was erased. */
    async forget(tx: Tx, row: ContactRow): Promise<void> {
      if (row.listed) await freePlace(tx.query, row.ownerId);
      await dropContact(tx, row);
      await tellRelation(tx, row.ownerId, row.personId);
    },
  };
}
