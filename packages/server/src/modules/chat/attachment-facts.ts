import { maxVoiceMs } from '@plaza/contract';
import type { FileId } from '@plaza/base';
import type { StoredFile } from '../../kernel/files/index.ts';
import type { StoredMessage } from './types.ts';

type FileOf = (fileId: FileId) => StoredFile | undefined;

/** What a recorder writes past the end; more is a longer recording. */
const voiceSlackMs = 1_500;

function isImage(fileId: FileId | null, fileOf: FileOf): boolean {
  return fileId === null || fileOf(fileId)?.kind === 'image';
}

function sizeOf<T extends { width: number; height: number }>(file: StoredFile, told: T) {
  return { width: file.width ?? told.width, height: file.height ?? told.height };
}

/**
 * The message with what is known of its files in the place of what its sender says of them; null
 * when a file is not of the kind that the message shows.
 */
export function correctFacts(message: StoredMessage, fileOf: FileOf): StoredMessage | null {
  const file = 'fileId' in message ? fileOf(message.fileId) : undefined;
  if (file === undefined) return message;
  const sizeBytes = file.size;
  switch (message.type) {
    case 'photo': {
      const fits = file.kind === 'image' && isImage(message.thumbId, fileOf);
      return fits ? { ...message, ...sizeOf(file, message), sizeBytes } : null;
    }
    case 'video': {
      if (file.kind !== 'video' || !isImage(message.posterId, fileOf)) return null;
      const durationMs = file.durationMs ?? message.durationMs;
      return { ...message, ...sizeOf(file, message), sizeBytes, durationMs };
    }
    case 'voice': {
      const durationMs = file.durationMs ?? message.durationMs;
      if (file.kind !== 'audio' || durationMs > maxVoiceMs + voiceSlackMs) return null;
      return { ...message, sizeBytes, durationMs: Math.min(durationMs, maxVoiceMs) };
    }
    case 'sticker':
      return file.kind === 'image' ? { ...message, ...sizeOf(file, message) } : null;
    case 'file':
      return { ...message, sizeBytes, contentType: file.contentType };
    default:
      return message;
  }
}
