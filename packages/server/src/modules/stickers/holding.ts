import type { DataHolding } from '../../kernel/holdings/index.ts';
import type { StickersDeps } from './deps.ts';
import { erasePack } from './erasing.ts';
import * as store from './store.ts';

/** What the module keeps of a person. */
export function createStickersHolding(deps: StickersDeps): DataHolding {
  const { db } = deps;
  return {
    module: 'stickers',
    title: 'Stickers',
    why: 'To have your own sets of stickers, and those that you collected, on every device.',
    keptFor: 'Until you delete them, or your account.',
    onErasure:
      'Your sets are deleted for everybody; stickers that others sent stay in their words.',
    tables: store.tables,
    async *export(personId) {
      const own = await store.selectOwn(db, personId);
      const stickers = await store.selectStickers(
        db,
        own.map(({ packId }) => packId),
      );
      const collected = await store.selectCollected(db, personId);
      yield {
        path: 'sets.json',
        content: { own, stickers, collected: collected.map(({ packId }) => packId) },
      };
      for (const { stickerId, fileId } of stickers) yield { path: `files/${stickerId}`, fileId };
    },
    async erase(tx, personId) {
      for (const { packId } of await store.selectOwn(tx, personId)) {
        await erasePack(deps, tx, packId);
      }
      await store.uncollectAll(tx, personId);
    },
  };
}
