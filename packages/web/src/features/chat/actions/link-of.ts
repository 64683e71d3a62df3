import type { MessageRow } from '../rows.ts';
import { splitLinks } from '../text.ts';

/** The way to a new post with the first link of a message; null where it has none. */
export function postPathOf({ said, entry, text }: MessageRow): string | null {
  if (said?.type !== 'text' || text === null) return null;
  const piece = splitLinks(text).find(({ kind }) => kind === 'link');
  if (piece?.kind !== 'link') return null;
  const title = entry?.preview?.title ?? '';
  const brought = new URLSearchParams({ link: piece.href, title });
  return `/discover/moments/new?${brought.toString()}`;
}
