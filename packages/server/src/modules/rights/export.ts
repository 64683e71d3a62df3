import { assert, type FileId, type PersonId } from '@plaza/base';
import type { Me } from '@plaza/contract';
import type { DataHolding, ExportedFile } from '../../kernel/holdings/index.ts';
import { jsonPieces } from './json.ts';
import { overviewPage, type Listed, type Section } from './overview.ts';
import { contentPage, linkTo } from './page.ts';
import type { WithHoldings } from './types.ts';
import { wordsOf, type Words } from './words/index.ts';
import type { Written, Zip } from '../../kernel/zip/index.ts';

type Work = {
  deps: Pick<WithHoldings, 'files' | 'every'>;
  zip: Zip;
  words: Words;
  written: Written[];
  missing: string[];
};

const endings: Record<string, string> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
};

/** Where a file goes: below the folder of its module, and never outside of it. */
export function placeInZip(module: string, path: string): string {
  const placed = path.startsWith(`${module}/`) ? path : `${module}/${path}`;
  const parts = placed.split('/');
  const isTame = parts.every((part) => part !== '' && part !== '.' && part !== '..');
  assert(isTame && !/[\\\p{Cc}]/u.test(placed), `not a path of an export: ${path}`);
  return placed;
}

async function addUpload(
  { deps, zip, written, missing }: Work,
  path: string,
  fileId: FileId,
): Promise<Listed | null> {
  const file = await deps.files.get(fileId);
  if (file === null) {
    missing.push(path);
    return null;
  }
  const ending = endings[file.contentType] ?? '';
  const hasEnding = /\.[a-z]{3,4}$/.test(path);
  const full = hasEnding ? path : `${path}${ending}`;
  written.push(await zip.add(full, file.stream as AsyncIterable<Uint8Array>));
  return { path: full, page: null, count: null, isImage: ending !== '' };
}

async function addContent(
  { zip, words, written }: Work,
  path: string,
  content: unknown,
): Promise<Listed> {
  written.push(await zip.add(path, jsonPieces(content)));
  const page = `pages/${path.replace(/\.json$/, '')}.html`;
  const back = linkTo('index.html', page.split('/').length - 1);
  const title = path.replace(/\.json$/, '');
  await zip.add(page, contentPage(words, { title, content, back }));
  const count = Array.isArray(content) ? content.length : null;
  return { path, page, count, isImage: false };
}

async function addFile(
  work: Work,
  holding: DataHolding,
  file: ExportedFile,
): Promise<Listed | null> {
  const path = placeInZip(holding.module, file.path);
  if ('fileId' in file) return addUpload(work, path, file.fileId as FileId);
  return addContent(work, path, file.content);
}

/**
 * Writes everything that every module keeps of a person: each JSON file, a page beside it to read,
 * uploads as they are, and at the end the overview and a manifest with the hash of each file. The
 * caller closes the ZIP.
 */
export async function writeExport(
  deps: Pick<WithHoldings, 'files' | 'every'>,
  zip: Zip,
  { me, at, signal }: { me: Me; at: Date; signal: AbortSignal },
): Promise<void> {
  const words = wordsOf(me.locale);
  const work: Work = { deps, zip, words, written: [], missing: [] };
  const sections: Section[] = [];
  for (const holding of deps.every) {
    const files: Listed[] = [];
    for await (const file of holding.export(me.personId)) {
      signal.throwIfAborted();
      const listed = await addFile(work, holding, file);
      if (listed !== null) files.push(listed);
    }
    sections.push({ holding, files });
  }
  const { written, missing } = work;
  await zip.add('index.html', overviewPage(words, { me, at, sections, missing }));
  const manifest = { ...describe(me.personId, at), files: written, missing };
  await zip.add('manifest.json', jsonPieces(manifest));
}

function describe(personId: PersonId, at: Date) {
  return { format: 'plaza-export', version: 1, personId, createdAt: at.toISOString() };
}
