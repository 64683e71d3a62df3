import type { FileId, PersonId } from '@plaza/base';
import type { PersonCard } from '@plaza/contract';
import { inBatches } from '../../kernel/batching.ts';
import type { Tx } from '../../kernel/db/index.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { Context } from './context.ts';
import { isReservedHandle } from './handle.ts';
import { cardOf } from './present.ts';
import * as store from './store/index.ts';

export type NewPerson = {
  /** Given by whoever makes a city from a seed; new otherwise. */
  personId?: PersonId;
  handle: string;
  displayName: string;
  locale: store.Locale;
  region?: string;
  signature?: string;
  photoFileId?: FileId | null;
  /** Anybody may sign in as a demo person, who so needs no secret. */
  demo?: boolean;
};

/** Code points of a display name, as in the contract. */
export const nameLength = 40;

export type HandleRefusal = 'handle_taken' | 'handle_reserved';

/** Writes a person and takes the handle, in the caller's transaction. */
export async function addPerson(
  ctx: Context,
  tx: Tx,
  person: NewPerson,
): Promise<Outcome<PersonId, HandleRefusal>> {
  const { handle, displayName, locale } = person;
  if (isReservedHandle(handle)) return no('handle_reserved');
  const personId = person.personId ?? ctx.newId<PersonId>();
  const now = ctx.clock.now();
  if (!(await store.takeHandle(tx, { handle, personId, now }))) return no('handle_taken');
  await store.insertPerson(tx, {
    ...{ personId, handle, displayName, locale, createdAt: now },
    region: person.region ?? '',
    signature: person.signature ?? '',
    photoFileId: person.photoFileId ?? null,
    demo: person.demo ?? false,
  });
  return yes(personId);
}

/** Whether the handle could be taken now. */
export async function isHandleFree(ctx: Context, handle: string): Promise<boolean> {
  if (isReservedHandle(handle)) return false;
  return store.isHandleFree(ctx.db, handle, ctx.clock.now());
}

/** Cards of the people among `ids` whom there is or was; the erased ones as tombstones. */
export async function getCards(
  q: store.Querying,
  ids: Iterable<PersonId>,
): Promise<Map<PersonId, PersonCard>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await store.getPeople(q, wanted);
  return new Map(rows.map((row) => [row.personId, cardOf(row)]));
}

/** The same for many who ask at once: everybody is read once. */
export function createGetCards(q: store.Querying) {
  const getAll = async (asked: readonly (readonly PersonId[])[]) => {
    const cards = await getCards(q, asked.flat());
    const cardOfId = (id: PersonId): [PersonId, PersonCard][] => {
      const card = cards.get(id);
      return card === undefined ? [] : [[id, card]];
    };
    return asked.map((ids) => new Map(ids.flatMap(cardOfId)));
  };
  const ask = inBatches(getAll, { largest: 64, underWay: 4 });
  return (ids: Iterable<PersonId>): Promise<Map<PersonId, PersonCard>> => ask([...ids]);
}

/** The card of whoever has the handle now. */
export async function findByHandle(q: store.Querying, handle: string): Promise<PersonCard | null> {
  const row = await store.findPersonByHandle(q, handle);
  return row === null ? null : cardOf(row);
}

/** Since when somebody has been here; `isTrusted` who was not let in by signing up. */
export async function getAge(
  q: store.Querying,
  personId: PersonId,
): Promise<{ createdAt: Date; isTrusted: boolean } | null> {
  const person = await store.getPerson(q, personId);
  if (person === null || person.erasedAt !== null) return null;
  const isTrusted = person.demo || person.role === 'operator';
  return { createdAt: person.createdAt, isTrusted };
}
