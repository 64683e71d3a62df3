import type { PersonId } from '@plaza/base';
import type { PersonCard } from '@plaza/contract';
import type { Tx } from '../../kernel/db/index.ts';
import { askedBy, crossingTopic, relationTopic, type Crossing } from './crossing.ts';
import type { ContactsDeps } from './deps.ts';
import { presentContact, presentRequest } from './present.ts';
import { isOpen } from './states.ts';
import { getContact, removeContact, saveContact } from './store/contacts.ts';
import { freePlace, lockPerson, takePlace } from './store/people.ts';
import { listRequestsWith, saveRequest } from './store/requests.ts';
import { requestLifeMs, type ContactRow, type PersonRow, type RequestRow } from './types.ts';

// Changes of one person's side. Each is told to the person's own devices; what concerns the other
// side crosses by the outbox.

export type SideDeps = Pick<ContactsDeps, 'db' | 'clock' | 'sync' | 'outbox'>;

/** A transaction that holds the lock of one person. */
export type Turn = Omit<SideDeps, 'db'> & { tx: Tx; own: PersonRow };

/** Nothing is hidden from somebody who has just come, and nothing is kept of who left. */
const open = { chatOnly: false, hideMine: false, hideTheirs: false };

/** Two people, seen from the side of the first; `card` is the other's. */
export type Pair = { ownerId: PersonId; card: PersonCard };
export type Note = { remark?: string | null | undefined; tags?: string[] | undefined };

/** Begins a turn in a transaction: changes of one person's side never overlap. */
export async function beginTurn(deps: SideDeps, tx: Tx, ownerId: PersonId): Promise<Turn> {
  const { clock, sync, outbox } = deps;
  return { clock, sync, outbox, tx, own: await lockPerson(tx.query, ownerId) };
}

/** Runs `run` in a transaction of its own that holds the person's lock. */
export function takeTurn<T>(
  deps: SideDeps,
  ownerId: PersonId,
  run: (turn: Turn) => Promise<T>,
): Promise<T> {
  return deps.db.tx(async (tx) => run(await beginTurn(deps, tx, ownerId)));
}

export async function cross({ tx, outbox }: Turn, crossing: Crossing): Promise<void> {
  await outbox.add(tx, crossingTopic, crossing);
}

async function tellRelation({ tx, outbox }: Turn, row: Pick<ContactRow, 'ownerId' | 'personId'>) {
  await outbox.add(tx, relationTopic, { a: row.ownerId, b: row.personId });
}

export async function putContact(turn: Turn, row: ContactRow, card: PersonCard): Promise<void> {
  await saveContact(turn.tx.query, row);
  const contact = presentContact(row, card);
  await turn.sync.append(turn.tx, row.ownerId, 'contacts.contactChanged', { contact });
}

async function dropContact(turn: Turn, row: ContactRow): Promise<void> {
  await removeContact(turn.tx.query, row);
  const { ownerId, personId } = row;
  await turn.sync.append(turn.tx, ownerId, 'contacts.contactRemoved', { personId });
}

export async function putRequest(turn: Turn, row: RequestRow, card: PersonCard): Promise<void> {
  await saveRequest(turn.tx.query, row);
  const request = presentRequest(row, card);
  await turn.sync.append(turn.tx, row.ownerId, 'contacts.requestChanged', { request });
}

/** Requests between the two that still wait for an answer. */
export async function openRequests(turn: Turn, { ownerId, card }: Pair): Promise<RequestRow[]> {
  const now = turn.clock.now();
  const since = new Date(now.getTime() - requestLifeMs);
  const { personId } = card;
  const rows = await listRequestsWith(turn.tx.query, { ownerId, personId, since });
  return rows.filter((row) => row.lapsesAt > now && isOpen(row.state, row.direction));
}

/** Ends every open request between the two with a yes; an asker on the other side is told. */
async function settleRequests(turn: Turn, pair: Pair): Promise<void> {
  for (const row of await openRequests(turn, pair)) {
    await putRequest(turn, { ...row, state: 'accepted' }, pair.card);
    if (row.direction === 'outgoing') continue;
    const { ownerId: from, personId: to, requestId } = row;
    await cross(turn, { kind: 'accepted', from, to, requestId });
  }
}

/** Puts the other in the list; false, and nothing changed, when the list is full. */
export async function listPerson(turn: Turn, pair: Pair, note: Note = {}): Promise<boolean> {
  const { ownerId, card } = pair;
  const { personId } = card;
  const known = await getContact(turn.tx.query, ownerId, personId);
  if (!known?.listed && !(await takePlace(turn.tx.query, ownerId))) return false;
  const row: ContactRow = {
    ...{ ownerId, personId, listed: true, blocked: known?.blocked ?? false },
    remark: note.remark === undefined ? (known?.remark ?? null) : note.remark,
    tags: note.tags ?? known?.tags ?? [],
    starred: known?.starred ?? false,
    chatOnly: known?.chatOnly ?? false,
    hideMine: known?.hideMine ?? false,
    hideTheirs: known?.hideTheirs ?? false,
    since: known?.listed ? known.since : turn.clock.now(),
  };
  await putContact(turn, row, card);
  if (!known?.listed) await tellRelation(turn, row);
  await settleRequests(turn, pair);
  return true;
}

/** Takes the other off the list; a block stays. */
export async function unlistPerson(turn: Turn, row: ContactRow, card: PersonCard): Promise<void> {
  await freePlace(turn.tx.query, row.ownerId);
  const bare = { listed: false, remark: null, tags: [], starred: false, ...open };
  if (row.blocked) await putContact(turn, { ...row, ...bare }, card);
  else await dropContact(turn, row);
  await tellRelation(turn, row);
}

/** A block also ends what waits: theirs is ignored, mine is taken back. */
export async function blockPerson(turn: Turn, pair: Pair): Promise<ContactRow> {
  const { ownerId, card } = pair;
  const { personId } = card;
  const known = await getContact(turn.tx.query, ownerId, personId);
  if (known?.blocked) return known;
  const fresh = { remark: null, tags: [], starred: false, ...open, since: turn.clock.now() };
  const row: ContactRow = known
    ? { ...known, blocked: true }
    : { ...fresh, ownerId, personId, listed: false, blocked: true };
  await putContact(turn, row, card);
  for (const request of await openRequests(turn, pair)) {
    if (request.direction === 'outgoing') await withdraw(turn, request, card);
    else if (request.state === 'pending') {
      await putRequest(turn, { ...request, state: 'ignored' }, card);
    }
  }
  await tellRelation(turn, row);
  return row;
}

export async function unblockPerson(turn: Turn, row: ContactRow, card: PersonCard): Promise<void> {
  if (row.listed) await putContact(turn, { ...row, blocked: false }, card);
  else await dropContact(turn, row);
  await tellRelation(turn, row);
}

export async function withdraw(turn: Turn, row: RequestRow, card: PersonCard): Promise<void> {
  const next: RequestRow = { ...row, state: 'withdrawn', version: row.version + 1 };
  await putRequest(turn, next, card);
  await cross(turn, askedBy(next, 'takenBack'));
}

/** Forgets a person who was erased. */
export async function forgetPerson(turn: Turn, row: ContactRow): Promise<void> {
  if (row.listed) await freePlace(turn.tx.query, row.ownerId);
  await dropContact(turn, row);
  await tellRelation(turn, row);
}
