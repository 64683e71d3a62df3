import { rgbaToThumbHash } from 'thumbhash';
import {
  hashPx,
  isKept,
  originalPx,
  smallEnoughBytes,
  thumbPx,
  within,
  type Size,
} from './picture-sizes.ts';

/** What is asked of the worker, and what it answers; blobs are handed over, not copied. */
export type PictureQuestion = {
  id: number;
  file: Blob;
  longestPx: number;
  /** The file is sent as it is, where it is of a kind that everybody can see. */
  keeps: boolean;
};
export type Prepared = Size & { blob: Blob; thumb: Blob | null; placeholder: string };
export type PictureAnswer = { id: number } & ({ ok: true; value: Prepared } | { ok: false });

function draw(bitmap: ImageBitmap, size: Size): OffscreenCanvas {
  const canvas = new OffscreenCanvas(size.width, size.height);
  const context = canvas.getContext('2d', { willReadFrequently: size.width <= hashPx });
  if (context === null) throw new Error('This browser has no canvas here.');
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, size.width, size.height);
  return canvas;
}

async function encode(bitmap: ImageBitmap, size: Size, quality: number): Promise<Blob> {
  const canvas = draw(bitmap, size);
  const webp = await canvas.convertToBlob({ type: 'image/webp', quality });
  // A browser that cannot write it answers with a PNG, which is large.
  if (webp.type === 'image/webp') return webp;
  const context = canvas.getContext('2d');
  if (context !== null) {
    context.globalCompositeOperation = 'destination-over';
    context.fillStyle = '#fff';
    context.fillRect(0, 0, size.width, size.height);
  }
  return canvas.convertToBlob({ type: 'image/jpeg', quality });
}

function hash(bitmap: ImageBitmap, size: Size): string {
  const canvas = draw(bitmap, size);
  const pixels = canvas.getContext('2d')?.getImageData(0, 0, size.width, size.height);
  if (pixels === undefined) return '';
  const bytes = rgbaToThumbHash(size.width, size.height, pixels.data);
  return btoa(String.fromCodePoint(...bytes));
}

async function prepare({ file, longestPx, keeps }: PictureQuestion): Promise<Prepared> {
  // Turned as the camera says: what leaves here has no note about it any more.
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  try {
    const whole = { width: bitmap.width, height: bitmap.height };
    const isSame = keeps && isKept(file.type);
    const size = isSame ? whole : within(whole, keeps ? originalPx : longestPx);
    const made = isSame ? file : await encode(bitmap, size, keeps ? 0.95 : 0.82);
    const isWorse = isKept(file.type) && size.width === whole.width && made.size > file.size;
    const blob = isWorse ? file : made;
    const small = within(whole, thumbPx);
    const thumb = blob.size <= smallEnoughBytes ? null : await encode(bitmap, small, 0.72);
    return { ...size, blob, thumb, placeholder: hash(bitmap, within(whole, hashPx)) };
  } finally {
    bitmap.close();
  }
}

addEventListener('message', ({ data }: MessageEvent<PictureQuestion>) => {
  const { id } = data;
  prepare(data).then(
    (value) => postMessage({ id, ok: true, value } satisfies PictureAnswer),
    () => postMessage({ id, ok: false } satisfies PictureAnswer),
  );
});
