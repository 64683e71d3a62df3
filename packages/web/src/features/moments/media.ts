import type { NamedBlob, PostFile, PostMedia } from '@plaza/client';
import { preparePicture } from '../../media/pictures.ts';
import { lookAtVideo } from '../../media/videos.ts';
import { maxVideoMs } from './limits.ts';
import { keepPreview } from './previews.ts';

/** Why a file that was chosen is not taken. */
export type Unfit = 'unreadable' | 'too_long' | 'too_many' | 'not_both';
export type Chosen = { media: PostMedia; blobs: NamedBlob[] };

type NewId = () => string;

function fileOf(blob: Blob, name: string, as: PostFile['as'], newId: NewId) {
  const blobKey = newId();
  keepPreview(blobKey, blob);
  const file: PostFile = {
    ...{ as, name, blobKey, sizeBytes: blob.size },
    ...{ uploadUrl: null, fileId: null },
  };
  return { file, named: { blobKey, blob } };
}

/** A photo in the size in which it is sent, without what it tells of place and camera. */
export async function choosePhoto(file: File, newId: NewId): Promise<Chosen | Unfit> {
  const made = await preparePicture(file, { keeps: file.type === 'image/gif' });
  if (made === null) return 'unreadable';
  const { width, height, placeholder, blob, thumb } = made;
  const whole = fileOf(blob, file.name, 'image', newId);
  const small = thumb === null ? null : fileOf(thumb, 'thumb', 'image', newId);
  return {
    media: {
      ...{ kind: 'photo', width, height, placeholder, durationMs: 0 },
      ...{ whole: whole.file, small: small?.file ?? null },
    },
    blobs: small === null ? [whole.named] : [whole.named, small.named],
  };
}

/** A video of up to a minute, with a picture of it. */
export async function chooseVideo(file: File, newId: NewId): Promise<Chosen | Unfit> {
  const facts = await lookAtVideo(file);
  if (facts === null) return 'unreadable';
  const { width, height, placeholder, durationMs, poster } = facts;
  // A camera that is told to stop after a minute stops a moment later.
  if (durationMs > maxVideoMs + 500) return 'too_long';
  const whole = fileOf(file, file.name, 'video', newId);
  const small = poster === null ? null : fileOf(poster, 'poster', 'image', newId);
  return {
    media: {
      ...{ kind: 'video', width, height, placeholder },
      durationMs: Math.min(durationMs, maxVideoMs),
      ...{ whole: whole.file, small: small?.file ?? null },
    },
    blobs: small === null ? [whole.named] : [whole.named, small.named],
  };
}
