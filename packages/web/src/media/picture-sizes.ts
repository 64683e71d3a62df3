export type Size = { width: number; height: number };

/** The longest side of a photo as it is sent, of its small one, and of what a hash is made from. */
export const sentPx = 1600;
export const thumbPx = 320;
export const hashPx = 100;

/** The size within a square, never larger than it was. */
export function within({ width, height }: Size, longestPx: number): Size {
  const scale = Math.min(1, longestPx / Math.max(width, height, 1));
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}

/** A photo that is hardly larger than its small one needs none. */
export const smallEnoughBytes = 40_000;

/** Larger than this no photo is sent, even as an original that has to be written anew. */
export const originalPx = 8192;

/** The kinds of pictures that every browser shows and the server takes as they are. */
export const isKept = (type: string): boolean => /^image\/(?:jpeg|png|webp|gif)$/u.test(type);
