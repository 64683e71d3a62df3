import type { Sticker, StickerPack } from '@plaza/contract';
import { privatePrefix } from '../../state/index.ts';

/** A sticker with the set that it is of. */
export type OfPack = { sticker: Sticker; packId: StickerPack['packId'] };

const mostKept = 24;
const key = `${privatePrefix}stickers`;

/** The stickers that were sent last from this device, the newest first. */
export function recentStickers(packs: readonly StickerPack[]): OfPack[] {
  let ids: unknown;
  try {
    ids = JSON.parse(localStorage.getItem(key) ?? '[]');
  } catch {
    return [];
  }
  if (!Array.isArray(ids)) return [];
  const all = packs.flatMap(({ packId, stickers }) =>
    stickers.map((sticker) => ({ sticker, packId })),
  );
  // Only those of sets that one still has.
  return ids.flatMap((id) => all.find(({ sticker }) => sticker.stickerId === id) ?? []);
}

export function keepRecent({ sticker: { stickerId } }: OfPack): void {
  try {
    const before = JSON.parse(localStorage.getItem(key) ?? '[]') as string[];
    const ids = [stickerId, ...before.filter((id) => id !== stickerId)].slice(0, mostKept);
    localStorage.setItem(key, JSON.stringify(ids));
  } catch {
    // Without storage none is recent.
  }
}
