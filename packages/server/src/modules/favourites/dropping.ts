import type { PersonId } from '@plaza/base';
import type { Tx } from '../../kernel/db/index.ts';
import type { Present } from './present.ts';
import * as store from './store.ts';
import type { FavouritesDeps, Gone } from './types.ts';

const atOnce = 200;
const which = {
  name: 'favourites.favouriteChanged',
  path: ['favourite', 'favouriteId'],
} as const;

export type DroppingDeps = Pick<FavouritesDeps, 'db' | 'sync' | 'files'> & { present: Present };

export type Dropping = {
  /** Takes the copies of messages that are gone from everybody who kept them; idempotent. */
  drop(gone: Gone): Promise<void>;
  /** The same for all that a person said anywhere. */
  dropOf(tx: Tx, senderId: PersonId): Promise<void>;
  /** Takes an item away altogether, also from what devices were told of it. */
  remove(tx: Tx, row: store.ItemRow): Promise<void>;
};

export function createDropping({ db, sync, files, present }: DroppingDeps): Dropping {
  async function letGo(tx: Tx, rows: readonly store.ItemRow[]): Promise<void> {
    for (const fileId of (await store.deleteFiles(tx, rows)).toSorted()) {
      await files.letGo(tx, fileId);
    }
  }

  async function blank(tx: Tx, rows: readonly store.ItemRow[], isErased: boolean): Promise<void> {
    if (rows.length === 0) return;
    await letGo(tx, rows);
    await store.blankItems(tx, rows, { isErased });
    const source = (row: store.ItemRow) => (isErased ? null : row.source);
    const blanked = rows.map((row) => ({ ...row, message: null, source: source(row) }));
    const items = (await present(blanked)).map((favourite, index) => ({
      personId: (blanked[index] as store.ItemRow).personId,
      name: which.name,
      payload: { favourite },
    }));
    await sync.appendMany(tx, items);
    // What devices were told before must not hold the message either.
    for (const { personId, name, payload } of items) {
      const { favouriteId: id } = payload.favourite;
      await sync.rewrite(tx, personId, { ...which, id }, { name, payload });
    }
  }

  return {
    async drop({ conversationId, seqs, why }) {
      for (let isMore = true; isMore;) {
        isMore = await db.tx(async (tx) => {
          const rows = await store.lockCopies(tx, { conversationId, seqs }, atOnce);
          await blank(tx, rows, why === 'erased');
          return rows.length === atOnce;
        });
      }
    },
    async dropOf(tx, senderId) {
      await blank(tx, await store.lockCopiesOf(tx, senderId), true);
    },
    async remove(tx, row) {
      const { personId, favouriteId } = row;
      await letGo(tx, [row]);
      await store.deleteItem(tx, row);
      const removed = { name: 'favourites.favouriteRemoved', payload: { favouriteId } } as const;
      await sync.append(tx, personId, removed.name, removed.payload);
      await sync.rewrite(tx, personId, { ...which, id: favouriteId }, removed);
    },
  };
}
