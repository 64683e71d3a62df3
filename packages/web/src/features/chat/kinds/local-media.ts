import type { ClientId, FileId } from '@plaza/base';
import { nullFileId } from '@plaza/client';

/** The fields of a message that name a file. */
export type FileField = 'fileId' | 'thumbId' | 'posterId';
type Kept = Partial<Record<FileField, string>>;

const mostKept = 40;
const kept = new Map<ClientId, Kept>();

function forget(id: ClientId): void {
  for (const url of Object.values(kept.get(id) ?? {})) URL.revokeObjectURL(url);
  kept.delete(id);
}

/**
 * Keeps what this tab is sending, so that its own message shows it at once, and goes on to show it
 * when the message is in the log, without fetching back what was just sent.
 */
export function keepLocal(id: ClientId, parts: readonly { field: FileField; blob: Blob }[]): void {
  forget(id);
  const urls: Kept = {};
  for (const { field, blob } of parts) urls[field] = URL.createObjectURL(blob);
  kept.set(id, urls);
  const oldest = kept.keys().next().value;
  if (kept.size > mostKept && oldest !== undefined) forget(oldest);
}

/** The address of a file in a message of a client id; null while it is nowhere to be had. */
export function mediaUrl(
  id: ClientId | null,
  field: FileField,
  fileId: FileId | null,
): string | null {
  const local = id === null ? undefined : kept.get(id)?.[field];
  if (local !== undefined) return local;
  return fileId === null || fileId === nullFileId ? null : `/media/${fileId}`;
}
