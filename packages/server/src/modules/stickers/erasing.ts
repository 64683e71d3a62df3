import type { StickerPackId } from '@plaza/base';
import type { Tx } from '../../kernel/db/index.ts';
import type { StickersDeps } from './deps.ts';
import * as store from './store.ts';

/** Deletes a set for everybody; its files go with the last message that shows one. */
export async function erasePack(
  { files }: Pick<StickersDeps, 'files'>,
  tx: Tx,
  packId: StickerPackId,
): Promise<void> {
  await store.deleteCollectedOf(tx, packId);
  for (const fileId of (await store.deletePack(tx, packId)).toSorted()) {
    await files.letGo(tx, fileId);
  }
}
