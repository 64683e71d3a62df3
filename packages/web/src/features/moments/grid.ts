import type { MomentPhoto } from '@plaza/contract';

export type Box = { width: number; height: number };

/** The longest side of a photo that stands alone, and how flat or long it may be at most. */
const longestPx = 288;
const shortestPx = 120;

/** How many stand side by side: a single one alone, two and four in pairs, all others by threes. */
export function columnsOf(count: number): 1 | 2 | 3 {
  if (count === 1) return 1;
  return count === 2 || count === 4 ? 2 : 3;
}

/** The place of a photo that stands alone: as it is, but never a thread or a tower. */
export function aloneBox({ width, height }: Pick<MomentPhoto, 'width' | 'height'>): Box {
  if (!(width > 0) || !(height > 0)) return { width: longestPx, height: longestPx };
  const scale = longestPx / Math.max(width, height);
  const within = (side: number) => Math.round(Math.max(shortestPx, side * scale));
  return { width: within(width), height: within(height) };
}

/** A list with one entry at another place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const left = list.toSpliced(from, 1);
  const one = list[from];
  return one === undefined ? [...list] : left.toSpliced(to, 0, one);
}
