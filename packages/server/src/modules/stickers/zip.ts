import type { StickerPackId } from '@plaza/base';
import type { Readable } from 'node:stream';
import { openZip, type Zip } from '../../kernel/zip/index.ts';
import type { StickersDeps } from './deps.ts';
import * as store from './store.ts';

const endings: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
};

type Listed = { file: string; alt: string };

async function write({ files }: StickersDeps, zip: Zip, pack: store.PackRow & Stickers) {
  const listed: Listed[] = [];
  for (const [index, sticker] of pack.stickers.entries()) {
    const opened = await files.get(sticker.fileId);
    if (opened === null) continue;
    const ending = endings[opened.contentType] ?? 'bin';
    const file = `${String(index + 1).padStart(3, '0')}.${ending}`;
    await zip.add(file, opened.stream as AsyncIterable<Uint8Array>);
    listed.push({ file, alt: sticker.alt });
  }
  const { title } = pack;
  const form = { format: 'plaza-stickers', version: 1, title, stickers: listed };
  await zip.add('stickers.json', `${JSON.stringify(form, null, 2)}\n`);
  await zip.close();
}

type Stickers = { stickers: store.StickerRow[] };

/** A set in its open form, written while it is read; null when there is none. */
export async function openPackZip(
  deps: StickersDeps,
  packId: StickerPackId,
): Promise<Readable | null> {
  const pack = await store.selectPack(deps.db, packId);
  if (pack === null) return null;
  const stickers = await store.selectStickers(deps.db, [packId]);
  const zip = openZip({ at: deps.clock.now() });
  write(deps, zip, { ...pack, stickers }).catch((error: unknown) => zip.fail(error as Error));
  return zip.stream;
}
