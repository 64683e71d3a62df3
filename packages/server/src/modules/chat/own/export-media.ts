import type { FileId } from '@plaza/base';
import type { Entry, ShownMessage } from '@plaza/contract';
import type { OwnDeps } from './types.ts';
import { isMessage } from './types.ts';

/** A file of a message and where it stands in the ZIP. */
export type Placed = { fileId: FileId; path: string; contentType: string };

const nameLength = 80;

/** A name that is one harmless part of a path on every system. */
export function safeName(name: string): string {
  const cleaned = name
    .normalize('NFC')
    .replace(/[\p{C}\s/\\:*?"<>|#%]+/gu, '-')
    .replace(/^[.-]+/, '');
  const dot = cleaned.lastIndexOf('.');
  const ending = dot > 0 ? cleaned.slice(dot).slice(0, 12) : '';
  const stem = [...(dot > 0 ? cleaned.slice(0, dot) : cleaned)].slice(0, nameLength).join('');
  return `${stem === '' ? 'file' : stem}${ending.replace(/[.-]+$/, '')}`;
}

function endingOf(contentType: string): string {
  const subtype = /^[a-z]+\/(?:x-)?([a-z0-9]{1,8})\b/.exec(contentType)?.[1];
  return subtype === undefined ? '' : `.${subtype === 'jpeg' ? 'jpg' : subtype}`;
}

/** The message's own file, not the small pictures that stand in for it. */
function ownFilesOf(message: ShownMessage): { fileId: FileId; type: string; name?: string }[] {
  if (message.type === 'merged') return message.items.flatMap((item) => ownFilesOf(item.message));
  if (!('fileId' in message)) return [];
  const { fileId, type } = message;
  return [message.type === 'file' ? { fileId, type, name: message.name } : { fileId, type }];
}

/** The files of an entry that are still there, always at the same places. */
export async function placeFiles(
  files: Pick<OwnDeps['files'], 'describe'>,
  entry: Entry,
): Promise<Placed[]> {
  if (!isMessage(entry)) return [];
  const placed: Placed[] = [];
  for (const [index, { fileId, type, name }] of ownFilesOf(entry.body.message).entries()) {
    const file = await files.describe(fileId);
    if (file === null) continue;
    const plain = name === undefined ? `${type}${endingOf(file.contentType)}` : safeName(name);
    const number = `${entry.seq}${index === 0 ? '' : `-${index + 1}`}`;
    const { contentType } = file;
    placed.push({ fileId, path: `media/${number}-${plain}`, contentType });
  }
  return placed;
}
