import { no, yes, type Outcome } from '../rpc/index.ts';
import { cleanGif } from './gif.ts';
import { cleanJpeg } from './jpeg.ts';
import { cleanPng } from './png.ts';
import { cleanWebp } from './webp.ts';

/** An image without anything but its picture; sizes in pixels as shown. */
export type CleanImage = {
  contentType: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif';
  bytes: Uint8Array;
  width: number;
  height: number;
};

/** What a format's reader gives; null when the bytes are not what they begin like. */
export type Picture = Omit<CleanImage, 'contentType'> | null;

/** How large a picture may be, in pixels as shown; and whether it may move. */
export type ImageBounds = { maxSide: number; maxPixels: number; animated: boolean };

/** A picture of more would cost a phone 64 MB and more to show. */
const small: ImageBounds = { maxSide: 4096, maxPixels: 4096 * 4096, animated: false };

/**
 * Recognises an image by its bytes and copies only what is needed to draw it: no place, camera,
 * time, comment or preview stays, and nothing hides behind its end. The picture itself is not
 * encoded anew, so nothing is lost.
 */
export function cleanImage(
  bytes: Uint8Array,
  { maxSide, maxPixels, animated }: ImageBounds = small,
): Outcome<CleanImage, 'not_an_image' | 'too_large'> {
  const contentType = recognise(bytes);
  if (contentType === null || (contentType === 'image/gif' && !animated)) {
    return no('not_an_image');
  }
  const picture = readers[contentType](Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  if (picture === null || picture.width < 1 || picture.height < 1) return no('not_an_image');
  const { width, height } = picture;
  if (Math.max(width, height) > maxSide) return no('too_large', { maxSide });
  if (width * height > maxPixels) return no('too_large', { maxPixels });
  return yes({ contentType, ...picture });
}

const readers: Record<CleanImage['contentType'], (bytes: Buffer) => Picture> = {
  'image/png': cleanPng,
  'image/jpeg': cleanJpeg,
  'image/webp': cleanWebp,
  'image/gif': cleanGif,
};

function recognise(bytes: Uint8Array): CleanImage['contentType'] | null {
  const start = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (/^GIF8[79]a/.test(start)) return 'image/gif';
  if (start.startsWith('RIFF') && start.endsWith('WEBP')) return 'image/webp';
  return null;
}
