import type { FileId } from '@plaza/base';
import { CallFailed } from '@plaza/client';
import { preparePicture } from '../../media/pictures.ts';
import { api } from '../../state/index.ts';

const longestPx = 512;

const failed = (error: string) => new CallFailed({ ok: false, error, message: '' });

async function send(blob: Blob): Promise<string> {
  let answer: Response;
  try {
    answer = await fetch('/uploads', {
      method: 'POST',
      headers: {
        'tus-resumable': '1.0.0',
        'upload-length': String(blob.size),
        'content-type': 'application/offset+octet-stream',
      },
      body: blob,
      credentials: 'same-origin',
    });
  } catch {
    throw failed('offline');
  }
  if (!answer.ok) {
    const { error } = (await answer.json().catch(() => ({}))) as { error?: string };
    throw failed(error ?? 'unavailable');
  }
  const place = answer.headers.get('location') ?? '';
  return place.split('/').at(-1) ?? '';
}

/** Makes a picture small enough for a sticker and gives it to the server: it is sent in one go. */
export async function uploadSticker(file: Blob): Promise<FileId> {
  // A moving picture is taken as it is, or it would stand still.
  const keeps = file.type === 'image/gif';
  const made = await preparePicture(file, { longestPx, keeps });
  if (made === null) throw failed('not_an_image');
  const uploadId = await send(made.blob);
  const { media } = await api.media.takeUpload({ uploadId, as: 'image' });
  return media.fileId;
}
