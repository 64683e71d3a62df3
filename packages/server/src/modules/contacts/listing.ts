import type { PersonId } from '@plaza/base';
import type { Contact, ContactPrivacy, ContactRequest, MethodInput } from '@plaza/contract';
import type { PersonCard } from '@plaza/contract';
import type { Tx } from '../../kernel/db/index.ts';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { findCard, isGone, type ContactsDeps } from './deps.ts';
import { presentContact, presentRequest } from './present.ts';
import {
  beginTurn,
  blockPerson,
  putContact,
  takeTurn,
  unblockPerson,
  unlistPerson,
} from './side.ts';
import { getContact, listContacts } from './store/contacts.ts';
import { setPrivacy as savePrivacy } from './store/people.ts';
import { listRequests as readRequests } from './store/requests.ts';
import { requestLifeMs, type ContactRow } from './types.ts';

// The list of contacts and blocks: reading and keeping it.

/** More requests than this in a month are noise; the newest count. */
const mostRequests = 1_000;

/** Rows whose person exists, each with the person's card. */
async function withCards<Row extends { personId: PersonId }, T>(
  { people }: ContactsDeps,
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

export async function list(deps: ContactsDeps, ownerId: PersonId): Promise<Contact[]> {
  return withCards(deps, await listContacts(deps.db.query, ownerId), presentContact);
}

export async function listRequests(
  deps: ContactsDeps,
  ownerId: PersonId,
): Promise<ContactRequest[]> {
  const since = new Date(deps.clock.nowMs() - requestLifeMs);
  const rows = await readRequests(deps.db.query, { ownerId, since, limit: mostRequests });
  return withCards(deps, rows, presentRequest);
}

export async function update(
  deps: ContactsDeps,
  ownerId: PersonId,
  { personId, ...changes }: MethodInput<'contacts.update'>,
): Promise<Outcome<Contact, 'not_contact'>> {
  const card = await findCard(deps.people, personId);
  if (card === null) return no('not_contact');
  return decide(deps.db, async (tx) => {
    const turn = await beginTurn(deps, tx, ownerId);
    const known = await getContact(tx.query, ownerId, personId);
    if (!known?.listed) return no('not_contact');
    const row: ContactRow = {
      ...known,
      remark: changes.remark === undefined ? known.remark : changes.remark,
      tags: changes.tags ?? known.tags,
      starred: changes.starred ?? known.starred,
      chatOnly: changes.chatOnly ?? known.chatOnly,
      hideMine: changes.hideMine ?? known.hideMine,
      hideTheirs: changes.hideTheirs ?? known.hideTheirs,
    };
    await putContact(turn, row, card);
    return yes(presentContact(row, card));
  });
}

/** Who blocks whom. */
export type BlockedPair = { ownerId: PersonId; personId: PersonId };
/** What else ends with a block, in its transaction. */
export type BlockHook = (tx: Tx, pair: BlockedPair) => Promise<void>;

export async function block(
  deps: ContactsDeps,
  pair: BlockedPair,
  onBlocked: readonly BlockHook[] = [],
): Promise<Outcome<Contact, 'person_not_found' | 'self_action'>> {
  const { ownerId, personId } = pair;
  if (ownerId === personId) return no('self_action');
  const card = await findCard(deps.people, personId);
  if (card === null) return no('person_not_found');
  const row = await takeTurn(deps, ownerId, async (turn) => {
    const blocked = await blockPerson(turn, { ownerId, card });
    for (const run of onBlocked) await run(turn.tx, pair);
    return blocked;
  });
  return yes(presentContact(row, card));
}

export async function unblock(
  deps: ContactsDeps,
  ownerId: PersonId,
  personId: PersonId,
): Promise<void> {
  const card = await findCard(deps.people, personId);
  if (card === null) return;
  await takeTurn(deps, ownerId, async (turn) => {
    const row = await getContact(turn.tx.query, ownerId, personId);
    if (row?.blocked) await unblockPerson(turn, row, card);
  });
}

export async function remove(
  deps: ContactsDeps,
  ownerId: PersonId,
  personId: PersonId,
): Promise<Outcome<null, 'not_contact'>> {
  const card = await findCard(deps.people, personId);
  if (card === null) return no('not_contact');
  return decide(deps.db, async (tx) => {
    const turn = await beginTurn(deps, tx, ownerId);
    const row = await getContact(tx.query, ownerId, personId);
    if (!row?.listed) return no('not_contact');
    await unlistPerson(turn, row, card);
    return yes(null);
  });
}

export async function setPrivacy(
  deps: ContactsDeps,
  personId: PersonId,
  privacy: ContactPrivacy,
): Promise<ContactPrivacy> {
  await takeTurn(deps, personId, async ({ tx, sync }) => {
    await savePrivacy(tx.query, personId, privacy);
    await sync.append(tx, personId, 'contacts.privacyChanged', privacy);
  });
  return privacy;
}
