import type { MediaMessage } from '@plaza/client';
import { nullFileId } from '@plaza/client';
import { preparePicture, type Prepared } from '../../../media/pictures.ts';
import { lookAtVideo, type VideoFacts } from '../../../media/videos.ts';

/** What somebody chose to send, and how it will be sent as far as that is known. */
export type Attachment = {
  key: string;
  file: File;
  kind: 'photo' | 'video' | 'file';
  /** What is shown of it before it is sent. */
  url: string | null;
  /** Made while the person still looks at it, so that sending does not wait. */
  ready: Promise<Prepared | VideoFacts | null>;
};

/** The larger of what the contract allows for names. */
const longestName = 255;

let lastKey = 0;

/** A moving picture would stand still if it were made smaller. */
const isMoving = (file: Blob) => file.type === 'image/gif' || file.type === 'image/apng';

function prepare(file: File, kind: Attachment['kind']): Attachment['ready'] {
  if (kind === 'photo') return preparePicture(file, { keeps: isMoving(file) });
  return kind === 'video' ? lookAtVideo(file) : Promise.resolve(null);
}

/** A vector picture can carry a program: it is a file to be looked at elsewhere. */
export function kindOf(type: string): Attachment['kind'] {
  if (/^image\/(?!svg)/u.test(type)) return 'photo';
  return type.startsWith('video/') ? 'video' : 'file';
}

export function attach(file: File, asFile = false): Attachment {
  lastKey += 1;
  const kind = asFile ? 'file' : kindOf(file.type);
  const url = kind === 'file' ? null : URL.createObjectURL(file);
  return { key: String(lastKey), file, kind, url, ready: prepare(file, kind) };
}

export function release({ url }: Attachment): void {
  if (url !== null) URL.revokeObjectURL(url);
}

export function fileMessage(file: File, caption: string): MediaMessage {
  const name = file.name.slice(-longestName) || 'file';
  const contentType = (file.type || 'application/octet-stream').slice(0, 100);
  const facts = { name, sizeBytes: file.size, contentType, caption };
  return {
    message: { type: 'file', fileId: nullFileId, ...facts },
    parts: [{ field: 'fileId', blob: file, as: 'file', name }],
  };
}

type PhotoOptions = { caption: string; isOriginal: boolean };

export function photoMessage(file: File, made: Prepared, options: PhotoOptions): MediaMessage {
  const { blob, thumb, width, height, placeholder } = made;
  const whole = { field: 'fileId', blob, as: 'image', name: file.name } as const;
  const small = { field: 'thumbId', as: 'image', name: 'thumb' } as const;
  return {
    message: {
      type: 'photo',
      fileId: nullFileId,
      thumbId: thumb === null ? null : nullFileId,
      ...{ width, height, placeholder, sizeBytes: blob.size },
      ...options,
    },
    // The small one first: it is there at once.
    parts: thumb === null ? [whole] : [{ ...small, blob: thumb }, whole],
  };
}

export function videoMessage(file: File, facts: VideoFacts, caption: string): MediaMessage {
  const { width, height, durationMs, poster, placeholder } = facts;
  const whole = { field: 'fileId', blob: file, as: 'video', name: file.name } as const;
  const posterPart = { field: 'posterId', as: 'image', name: 'poster' } as const;
  return {
    message: {
      type: 'video',
      fileId: nullFileId,
      posterId: poster === null ? null : nullFileId,
      ...{ width, height, durationMs, placeholder, caption, sizeBytes: file.size },
    },
    parts: poster === null ? [whole] : [{ ...posterPart, blob: poster }, whole],
  };
}

type SendOptions = { caption: string; isOriginal: boolean };

/** The message of an attachment. What the browser cannot read is sent as a file all the same. */
export async function messageOf(item: Attachment, options: SendOptions): Promise<MediaMessage> {
  const { file, kind } = item;
  const { caption, isOriginal } = options;
  if (kind === 'file') return fileMessage(file, caption);
  const made =
    kind === 'photo' && isOriginal ? await preparePicture(file, { keeps: true }) : await item.ready;
  if (made === null) return fileMessage(file, caption);
  if ('blob' in made) return photoMessage(file, made, options);
  return videoMessage(file, made, caption);
}
