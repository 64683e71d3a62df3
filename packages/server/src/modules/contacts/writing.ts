import type { PersonId } from '@plaza/base';
import type { ContactsDeps } from './deps.ts';
import { judgeWriting, type WriteVerdict } from './policy.ts';
import { getContact, getContacts, getContactsOf } from './store/contacts.ts';

/** Whether one person may write to another; reads one row of each side. */
export async function mayWrite(
  { db }: Pick<ContactsDeps, 'db'>,
  senderId: PersonId,
  recipientId: PersonId,
): Promise<WriteVerdict> {
  return judgeWriting(
    await getContact(db.query, senderId, recipientId),
    await getContact(db.query, recipientId, senderId),
  );
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
