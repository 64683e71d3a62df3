import type { FileId } from '@plaza/base';
import type { ShownMessage } from './messages.ts';

/** The files that a message shows, those of a merged forward included; each once. */
export function fileIdsOf(message: ShownMessage): FileId[] {
  if (message.type === 'merged') {
    return [...new Set(message.items.flatMap((item) => fileIdsOf(item.message)))];
  }
  const ids: FileId[] = [];
  if ('fileId' in message) ids.push(message.fileId);
  if ('thumbId' in message && message.thumbId !== null) ids.push(message.thumbId);
  if ('posterId' in message && message.posterId !== null) ids.push(message.posterId);
  return [...new Set(ids)];
}
