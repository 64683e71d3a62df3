import type { PersonId } from '@plaza/base';
import type { Contact, ContactRequest, MethodInput, PersonCard } from '@plaza/contract';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { findCard, isGone, type ContactsDeps } from './deps.ts';
import { judgeWriting, type WriteVerdict } from './policy.ts';
import { presentContact, presentRequest } from './present.ts';
import type { Side } from './side.ts';
import { getContact, getContacts, getContactsOf, listContacts } from './store/contacts.ts';
import { lockPerson } from './store/people.ts';
import { listRequests } from './store/requests.ts';
import { requestLifeMs, type ContactRow } from './types.ts';

type Deps = Pick<ContactsDeps, 'db' | 'clock' | 'people'> & { side: Side };

/** More requests than this in a month are noise; the newest count. */
const mostRequests = 1_000;

/** The list of contacts: reading it, keeping it, and who may write to whom. */
export function createListing({ db, clock, people, side }: Deps) {
  /** Rows whose person exists, each with the person's card. */
  async function withCards<Row extends { personId: PersonId }, T>(
    rows: readonly Row[],
    present: (row: Row, card: PersonCard) => T,
  ): Promise<T[]> {
    if (rows.length === 0) return [];
    const cards = await people.getCards([...new Set(rows.map(({ personId }) => personId))]);
    return rows.flatMap((row) => {
      const card = cards.get(row.personId);
      return card === undefined || isGone(card) ? [] : [present(row, card)];
    });
  }

  return {
    async list(ownerId: PersonId): Promise<Contact[]> {
      return withCards(await listContacts(db.query, ownerId), presentContact);
    },

    async listRequests(ownerId: PersonId): Promise<ContactRequest[]> {
      const since = new Date(clock.nowMs() - requestLifeMs);
      const rows = await listRequests(db.query, { ownerId, since, limit: mostRequests });
      return withCards(rows, presentRequest);
    },

    async update(
      ownerId: PersonId,
      { personId, remark, tags, starred }: MethodInput<'contacts.update'>,
    ): Promise<Outcome<Contact, 'not_contact'>> {
      const card = await findCard(people, personId);
      if (card === null) return no('not_contact');
      return decide(db, async (tx) => {
        await lockPerson(tx.query, ownerId);
        const known = await getContact(tx.query, ownerId, personId);
        if (!known?.listed) return no('not_contact');
        const row: ContactRow = {
          ...known,
          remark: remark === undefined ? known.remark : remark,
          tags: tags ?? known.tags,
          starred: starred ?? known.starred,
        };
        await side.putContact(tx, row, card);
        return yes(presentContact(row, card));
      });
    },

    async block(
      ownerId: PersonId,
      personId: PersonId,
    ): Promise<Outcome<Contact, 'person_not_found' | 'self_action'>> {
      if (ownerId === personId) return no('self_action');
      const card = await findCard(people, personId);
      if (card === null) return no('person_not_found');
      return decide(db, async (tx) => {
        await lockPerson(tx.query, ownerId);
        return yes(presentContact(await side.block(tx, { ownerId, card }), card));
      });
    },

    async unblock(ownerId: PersonId, personId: PersonId): Promise<void> {
      const card = await findCard(people, personId);
      if (card === null) return;
      await db.tx(async (tx) => {
        await lockPerson(tx.query, ownerId);
        const row = await getContact(tx.query, ownerId, personId);
        if (row?.blocked) await side.unblock(tx, row, card);
      });
    },

    async remove(ownerId: PersonId, personId: PersonId): Promise<Outcome<null, 'not_contact'>> {
      const card = await findCard(people, personId);
      if (card === null) return no('not_contact');
      return decide(db, async (tx) => {
        await lockPerson(tx.query, ownerId);
        const row = await getContact(tx.query, ownerId, personId);
        if (!row?.listed) return no('not_contact');
        await side.unlist(tx, row, card);
        return yes(null);
      });
    },

    async mayWrite(senderId: PersonId, recipientId: PersonId): Promise<WriteVerdict> {
      return judgeWriting(
        await getContact(db.query, senderId, recipientId),
        await getContact(db.query, recipientId, senderId),
      );
    },

    /** Whether the person may write to every one of the others. */
    async areContacts(personId: PersonId, others: readonly PersonId[]): Promise<boolean> {
      const mine = await getContacts(db.query, personId, others);
      const theirs = await getContactsOf(db.query, others, personId);
      const own = new Map(mine.map((row) => [row.personId, row]));
      const back = new Map(theirs.map((row) => [row.ownerId, row]));
      return others.every(
        (other) => judgeWriting(own.get(other) ?? null, back.get(other) ?? null) === 'yes',
      );
    },
  };
}
