import type { PersonId } from '@plaza/base';
import { inBatches } from '../../kernel/batching.ts';
import type { ContactsDeps } from './deps.ts';
import { judgeWriting, type WriteVerdict } from './policy.ts';
import { getContact, getContacts, getContactsOf, selectPairs } from './store/contacts.ts';

type Pair = { senderId: PersonId; recipientId: PersonId };

/**
 * Whether one person may write to another; reads one row of each side. Many who ask at once are
 * looked up together.
 */
export function createMayWrite({ db }: Pick<ContactsDeps, 'db'>) {
  const judge = inBatches(
    async (asked: readonly Pair[]): Promise<WriteVerdict[]> => {
      const pairs = asked.flatMap(({ senderId, recipientId }) => [
        { ownerId: senderId, personId: recipientId },
        { ownerId: recipientId, personId: senderId },
      ]);
      const rows = await selectPairs(db.query, pairs);
      const found = new Map(rows.map((row) => [`${row.ownerId} ${row.personId}`, row]));
      return asked.map(({ senderId, recipientId }) =>
        judgeWriting(
          found.get(`${senderId} ${recipientId}`) ?? null,
          found.get(`${recipientId} ${senderId}`) ?? null,
        ),
      );
    },
    { largest: 200, underWay: 4 },
  );
  return (senderId: PersonId, recipientId: PersonId) => judge({ senderId, recipientId });
}

/** Whether somebody does not want to hear from another, contact or not. Never told to the other. */
export async function hasBlocked(
  { db }: Pick<ContactsDeps, 'db'>,
  ownerId: PersonId,
  personId: PersonId,
): Promise<boolean> {
  return (await getContact(db.query, ownerId, personId))?.blocked === true;
}

/** Whether the person may write to every one of the others. */
export async function areContacts(
  { db }: Pick<ContactsDeps, 'db'>,
  personId: PersonId,
  others: readonly PersonId[],
): Promise<boolean> {
  const mine = await getContacts(db.query, personId, others);
  const theirs = await getContactsOf(db.query, others, personId);
  const own = new Map(mine.map((row) => [row.personId, row]));
  const back = new Map(theirs.map((row) => [row.ownerId, row]));
  return others.every(
    (other) => judgeWriting(own.get(other) ?? null, back.get(other) ?? null) === 'yes',
  );
}
