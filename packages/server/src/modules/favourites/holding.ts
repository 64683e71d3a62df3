import { fileIdsOf } from '@plaza/contract';
import type { DataHolding } from '../../kernel/holdings/index.ts';
import type { Dropping } from './dropping.ts';
import type { Present } from './present.ts';
import * as store from './store.ts';
import type { FavouritesDeps } from './types.ts';

const pageSize = 500;

type HoldingDeps = Pick<FavouritesDeps, 'db' | 'clock' | 'files'> & {
  present: Present;
  dropping: Pick<Dropping, 'dropOf'>;
};

/** What the module keeps of a person: their own things, and copies that others keep of theirs. */
export function createFavouritesHolding(deps: HoldingDeps): DataHolding {
  const { db, clock, files, present, dropping } = deps;
  return {
    module: 'favourites',
    title: 'Favourites and notes',
    why: 'To find again, on every device, what you wanted to keep.',
    keptFor: 'Until you remove it, or your account; a message that is taken back goes at once.',
    onErasure: 'All of it is deleted, and what others kept of your messages too.',
    tables: store.tables,
    async *export(personId) {
      let before: store.Place | null = null;
      for (let page = 1; ; page += 1) {
        const all = { words: null, tag: null, now: clock.now(), limit: pageSize };
        const rows: store.ItemRow[] = await store.selectItems(db, personId, { ...all, before });
        const last = rows.at(-1);
        if (last === undefined) return;
        const favourites = await present(rows);
        yield { path: `items-${String(page).padStart(3, '0')}.json`, content: favourites };
        for (const { favouriteId, message } of favourites) {
          for (const fileId of message === null ? [] : fileIdsOf(message)) {
            yield { path: `files/${favouriteId}-${fileId}`, fileId };
          }
        }
        before = { createdMs: last.createdAt.getTime(), favouriteId: last.favouriteId };
      }
    },
    async erase(tx, personId) {
      for (const fileId of (await store.deletePerson(tx, personId)).toSorted()) {
        await files.letGo(tx, fileId);
      }
      await dropping.dropOf(tx, personId);
    },
  };
}
