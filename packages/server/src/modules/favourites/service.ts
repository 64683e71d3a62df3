import { cleanLine, isUuid, type PersonId } from '@plaza/base';
import {
  fileIdsOf,
  maxFavourites,
  type Entry,
  type Favourite,
  type MethodInput,
  type MethodOutput,
  type ShownMessage,
} from '@plaza/contract';
import type { Tx } from '../../kernel/db/index.ts';
import type { DataHolding } from '../../kernel/holdings/index.ts';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { createDropping, type Dropping } from './dropping.ts';
import { fold } from './folding.ts';
import { createFavouritesHolding } from './holding.ts';
import { createPresent, keptOf, type Present } from './present.ts';
import * as store from './store.ts';
import type { FavouritesDeps } from './types.ts';

const pageSize = 50;
const tagLength = 20;
const maxListedTags = 200;

type Answer<Reason extends string> = Promise<Outcome<{ favourite: Favourite }, Reason>>;
type NotKept = 'conversation_unknown' | 'message_unknown' | 'too_many_favourites';

export type Favourites = {
  keepMessage(personId: PersonId, input: MethodInput<'favourites.keepMessage'>): Answer<NotKept>;
  writeNote(
    personId: PersonId,
    input: MethodInput<'favourites.writeNote'>,
  ): Answer<'too_many_favourites' | 'invalid'>;
  setTags(
    personId: PersonId,
    input: MethodInput<'favourites.setTags'>,
  ): Answer<'favourite_unknown'>;
  remove(
    personId: PersonId,
    input: MethodInput<'favourites.remove'>,
  ): Promise<Outcome<object, 'favourite_unknown'>>;
  list(
    personId: PersonId,
    input: MethodInput<'favourites.list'>,
  ): Promise<Outcome<MethodOutput<'favourites.list'>, 'invalid'>>;
  holding: DataHolding;
};

type Parts = FavouritesDeps & { present: Present; dropping: Dropping };

function cleanTags(tags: readonly string[]): string[] {
  const cleaned = tags.map((tag) => cleanLine(tag, tagLength));
  return [...new Set(cleaned)].filter((tag) => tag !== '');
}

/** Writes an item that is new or different, and tells the devices. */
async function save({ present, sync }: Parts, tx: Tx, row: store.ItemRow): Promise<Favourite> {
  await store.putItem(tx, row);
  const [favourite] = (await present([row])) as [Favourite];
  await sync.append(tx, row.personId, 'favourites.favouriteChanged', { favourite });
  return favourite;
}

async function hasRoom(tx: Tx, personId: PersonId): Promise<boolean> {
  return (await store.countItems(tx, personId)) < maxFavourites;
}

type Seen = { entry: Entry; message: ShownMessage };

async function see(
  { chat }: Parts,
  personId: PersonId,
  { conversationId, seq }: MethodInput<'favourites.keepMessage'>,
): Promise<Outcome<Seen, 'conversation_unknown' | 'message_unknown'>> {
  const found = await chat.reading.listSome(personId, conversationId, [seq]);
  if (!found.ok) return found;
  const entry = found.value.entries[0];
  if (entry?.body.type !== 'message') return no('message_unknown');
  return yes({ entry, message: entry.body.message });
}

function itemOf(
  personId: PersonId,
  { favouriteId, conversationId, seq, tags }: MethodInput<'favourites.keepMessage'>,
  { entry, message }: Seen,
): Omit<store.ItemRow, 'createdAt'> {
  const { senderId, at, expiresAt } = entry;
  return {
    ...{ personId, favouriteId, kind: 'message', note: '', message: keptOf(message) },
    source: { conversationId, seq, senderId, at: new Date(at) },
    expiresAt: expiresAt === undefined ? null : new Date(expiresAt),
    tags: cleanTags(tags),
  };
}

async function keepMessage(
  parts: Parts,
  personId: PersonId,
  input: MethodInput<'favourites.keepMessage'>,
): Answer<NotKept> {
  const { db, clock, files, present, dropping } = parts;
  const seen = await see(parts, personId, input);
  if (!seen.ok) return seen;
  const outcome = await decide<{ favourite: Favourite; isNew: boolean }, NotKept>(
    db,
    async (tx) => {
      await store.lockPerson(tx, personId);
      const known = await store.lockItem(tx, { personId, ...input });
      if (known !== null) {
        return yes({ favourite: (await present([known]))[0] as Favourite, isNew: false });
      }
      if (!(await hasRoom(tx, personId))) return no('too_many_favourites');
      const row = { ...itemOf(personId, input, seen.value), createdAt: clock.now() };
      const fileIds = fileIdsOf(seen.value.message).toSorted();
      // The file goes with the message: somebody has just taken it back.
      for (const id of fileIds) if (!(await files.hold(tx, id))) return no('message_unknown');
      const favourite = await save(parts, tx, row);
      await store.insertFiles(tx, row, fileIds);
      return yes({ favourite, isNew: true });
    },
  );
  if (!outcome.ok) return outcome;
  const { favourite, isNew } = outcome.value;
  // Whoever took it back in between did not see the copy; but we see that it is gone.
  if (isNew && !(await see(parts, personId, input)).ok) {
    await dropping.drop({ ...input, seqs: [input.seq], why: 'recalled' });
    return yes({ favourite: { ...favourite, message: null } });
  }
  return yes({ favourite });
}

function writeNote(
  parts: Parts,
  personId: PersonId,
  { favouriteId, note, tags: wanted }: MethodInput<'favourites.writeNote'>,
): Answer<'too_many_favourites' | 'invalid'> {
  const tags = cleanTags(wanted);
  return decide<{ favourite: Favourite }, 'too_many_favourites' | 'invalid'>(
    parts.db,
    async (tx) => {
      await store.lockPerson(tx, personId);
      const known = await store.lockItem(tx, { personId, favouriteId });
      if (known?.kind === 'message') return no('invalid');
      if (known === null && !(await hasRoom(tx, personId))) return no('too_many_favourites');
      const fresh = { personId, favouriteId, kind: 'note', message: null, source: null } as const;
      const createdAt = known?.createdAt ?? parts.clock.now();
      const row = { ...fresh, expiresAt: null, note, tags, createdAt };
      if (known !== null && known.note === note && isEqual(known.tags, tags)) {
        return yes({ favourite: (await parts.present([known]))[0] as Favourite });
      }
      return yes({ favourite: await save(parts, tx, row) });
    },
  );
}

function isEqual(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((tag, index) => tag === other[index]);
}

function setTags(
  parts: Parts,
  personId: PersonId,
  { favouriteId, tags: wanted }: MethodInput<'favourites.setTags'>,
): Answer<'favourite_unknown'> {
  const tags = cleanTags(wanted);
  return decide<{ favourite: Favourite }, 'favourite_unknown'>(parts.db, async (tx) => {
    const known = await store.lockItem(tx, { personId, favouriteId });
    if (known === null) return no('favourite_unknown');
    if (isEqual(known.tags, tags)) {
      return yes({ favourite: (await parts.present([known]))[0] as Favourite });
    }
    return yes({ favourite: await save(parts, tx, { ...known, tags }) });
  });
}

function parsePlace(cursor: string): store.Place | null {
  const [ms = '', favouriteId = ''] = cursor.split('.', 2);
  if (!/^\d{1,15}$/.test(ms) || !isUuid(favouriteId)) return null;
  return { createdMs: Number(ms), favouriteId };
}

async function list(
  { db, clock, present }: Parts,
  personId: PersonId,
  { query, tag, cursor }: MethodInput<'favourites.list'>,
): Promise<Outcome<MethodOutput<'favourites.list'>, 'invalid'>> {
  const before = cursor === undefined ? null : parsePlace(cursor);
  if (cursor !== undefined && before === null) return no('invalid');
  const words = query === undefined ? null : fold(query).trim();
  const asked = { words, tag: tag ?? null, before, now: clock.now(), limit: pageSize + 1 };
  const found = await store.selectItems(db, personId, asked);
  const page = found.slice(0, pageSize);
  const last = page.at(-1);
  const hasMore = found.length > pageSize && last !== undefined;
  return yes({
    favourites: await present(page),
    tags: await store.selectTags(db, personId, maxListedTags),
    next: hasMore ? `${last.createdAt.getTime()}.${last.favouriteId}` : null,
  });
}

export function createFavourites(deps: FavouritesDeps): Favourites {
  const { db, clock, files, chat } = deps;
  const present = createPresent(deps);
  const dropping = createDropping({ ...deps, present });
  const parts = { ...deps, present, dropping };
  chat.onEntryGone(dropping.drop);
  // Whoever keeps a message may read its files, also when they left the place where it was said.
  files.allowAlso('chat', async ({ fileId }, caller) => {
    if (caller === null) return false;
    return store.keepsFile(db, { personId: caller.personId, fileId, now: clock.now() });
  });

  return {
    keepMessage: (personId, input) => keepMessage(parts, personId, input),
    writeNote: (personId, input) => writeNote(parts, personId, input),
    setTags: (personId, input) => setTags(parts, personId, input),
    remove: (personId, { favouriteId }) =>
      decide<object, 'favourite_unknown'>(db, async (tx) => {
        const known = await store.lockItem(tx, { personId, favouriteId });
        if (known === null) return no('favourite_unknown');
        await dropping.remove(tx, known);
        return yes({});
      }),
    list: (personId, input) => list(parts, personId, input),
    holding: createFavouritesHolding({ ...parts }),
  };
}
