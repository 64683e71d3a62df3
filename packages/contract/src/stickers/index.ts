import { Type, type Static } from 'typebox';
import { fileId, stickerId, stickerPackId } from '../chat/messages.ts';
import { changing, reading } from '../limits.ts';
import { command, query } from '../method.ts';
import { personCard } from '../people.ts';
import { nothing, nullable, object, text } from '../schema.ts';

export const maxStickersInPack = 300;
export const maxPacks = 50;

const sticker = object({
  stickerId,
  fileId,
  width: Type.Integer({ minimum: 1, maximum: 1024 }),
  height: Type.Integer({ minimum: 1, maximum: 1024 }),
  /** What it shows, for ears and for finding it. */
  alt: text(60),
});
export type Sticker = Static<typeof sticker>;

/** A set of stickers, the owner's own or one that somebody collected. */
export const stickerPack = object({
  packId: stickerPackId,
  title: text(60),
  owner: nullable(personCard),
  isMine: Type.Boolean(),
  stickers: Type.Array(sticker, { maxItems: maxStickersInPack }),
});
export type StickerPack = Static<typeof stickerPack>;

const changes = { auth: 'person', limit: changing } as const;

export const stickersMethods = {
  savePack: command('stickers.savePack', {
    summary: 'Makes a set of mine, or gives it another title; the id is the caller’s.',
    input: object({ packId: stickerPackId, title: text(60) }),
    output: object({ pack: stickerPack }),
    refusals: ['pack_unknown', 'too_many_packs'],
    ...changes,
  }),
  addSticker: command('stickers.addSticker', {
    summary: 'Puts an uploaded picture of at most 1024 × 1024 and 1 MB into a set of mine.',
    input: object({ packId: stickerPackId, stickerId, fileId, alt: text(60) }),
    output: object({ pack: stickerPack }),
    refusals: ['pack_unknown', 'pack_full', 'file_unknown', 'file_refused'],
    ...changes,
  }),
  removeSticker: command('stickers.removeSticker', {
    summary: 'Takes a sticker out of a set of mine; sent ones stay.',
    input: object({ packId: stickerPackId, stickerId }),
    output: object({ pack: stickerPack }),
    refusals: ['pack_unknown', 'sticker_unknown'],
    ...changes,
  }),
  collectPack: command('stickers.collectPack', {
    summary: 'Adds somebody’s set, met in a message, to mine.',
    input: object({ packId: stickerPackId }),
    output: object({ pack: stickerPack }),
    refusals: ['pack_unknown', 'too_many_packs'],
    ...changes,
  }),
  removePack: command('stickers.removePack', {
    summary: 'Deletes a set of mine for everybody, or a collected one for me.',
    input: object({ packId: stickerPackId }),
    output: nothing,
    refusals: ['pack_unknown'],
    ...changes,
  }),
  getPack: query('stickers.getPack', {
    summary: 'A set, such as the one of a sticker in a message.',
    input: object({ packId: stickerPackId }),
    output: object({ pack: stickerPack }),
    refusals: ['pack_unknown'],
    auth: 'person',
    limit: reading,
  }),
  listPacks: query('stickers.listPacks', {
    summary: 'My sets and those that I collected.',
    input: nothing,
    output: object({ packs: Type.Array(stickerPack, { maxItems: maxPacks }) }),
    refusals: [],
    auth: 'person',
    limit: reading,
  }),
  exportPack: command('stickers.exportPack', {
    summary:
      'Gives the path of a set as a ZIP with a `stickers.json` and the pictures: the form in ' +
      'which it can be carried to another city.',
    input: object({ packId: stickerPackId }),
    output: object({ path: text(200) }),
    refusals: ['pack_unknown'],
    auth: 'person',
    limit: { person: { count: 20, perSeconds: 600 } },
  }),
} as const;
