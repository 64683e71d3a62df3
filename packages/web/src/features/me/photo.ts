import { CallFailed } from '@plaza/client';
import type { FileId } from '@plaza/base';
import type { Me } from '@plaza/contract';
import { api } from '../../state/calls.ts';

/** The cut as a file; JPEG, because every browser can write it. */
async function toFile(canvas: HTMLCanvasElement): Promise<Blob> {
  const file = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/jpeg', 0.88);
  });
  if (file === null) throw new CallFailed({ ok: false, error: 'not_an_image', message: '' });
  return file;
}

async function upload(file: Blob): Promise<FileId> {
  let response: Response;
  try {
    response = await fetch('/upload?purpose=photo', {
      method: 'POST',
      headers: { 'content-type': file.type },
      body: file,
      credentials: 'same-origin',
    });
  } catch {
    throw new CallFailed({ ok: false, error: 'offline', message: '' });
  }
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  if (response.ok && typeof body.fileId === 'string') return body.fileId as FileId;
  const error = typeof body.error === 'string' ? body.error : 'unavailable';
  throw new CallFailed({ ok: false, error, message: '', details: body.details });
}

export async function savePhoto(canvas: HTMLCanvasElement): Promise<Me> {
  const fileId = await upload(await toFile(canvas));
  return api.identity.setPhoto({ fileId });
}

/** Reads a chosen file; turned as the camera says. */
export async function readPicture(file: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    throw new CallFailed({ ok: false, error: 'not_an_image', message: '' });
  }
}
