import { openZip } from './unzip.ts';

/** A set of stickers as it comes in by a file. */
export type OpenPack = {
  title: string;
  stickers: readonly { alt: string; picture: () => Promise<Blob> }[];
};

const mostStickers = 300;
const types: Record<string, string> = {
  webp: 'image/webp',
  png: 'image/png',
  gif: 'image/gif',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
};

type Listed = { file: string; alt: string };

function listed(value: unknown): Listed[] {
  if (typeof value !== 'object' || value === null || !('stickers' in value)) return [];
  const { stickers } = value;
  if (!Array.isArray(stickers)) return [];
  return stickers.flatMap((one: unknown) => {
    if (typeof one !== 'object' || one === null || !('file' in one)) return [];
    const alt = 'alt' in one && typeof one.alt === 'string' ? one.alt.trim() : '';
    return typeof one.file === 'string' ? [{ file: one.file, alt: alt.slice(0, 60) || '🙂' }] : [];
  });
}

/** Reads a `stickers.json` with its pictures out of a ZIP; throws when it is something else. */
export async function readOpenPack(buffer: ArrayBuffer): Promise<OpenPack> {
  const files = openZip(buffer);
  const index = files.get('stickers.json');
  if (index === undefined) throw new Error('There is no stickers.json in it.');
  const said: unknown = JSON.parse(new TextDecoder().decode(await index()));
  const title =
    typeof said === 'object' && said !== null && 'title' in said && typeof said.title === 'string'
      ? said.title.trim().slice(0, 60)
      : '';
  const stickers = listed(said)
    .slice(0, mostStickers)
    .flatMap(({ file, alt }) => {
      const read = files.get(file);
      const type = types[file.split('.').at(-1)?.toLowerCase() ?? ''];
      if (read === undefined || type === undefined) return [];
      const picture = async () => new Blob([(await read()) as BlobPart], { type });
      return [{ alt, picture }];
    });
  return { title: title || 'Stickers', stickers };
}
