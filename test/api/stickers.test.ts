import type { StickerId, StickerPackId } from '@plaza/base';
import { TextWriter, Uint8ArrayReader, ZipReader, type FileEntry } from '@zip.js/zip.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePng as drawPng } from '../../packages/server/src/kernel/files/testing-images.ts';
import { startCity, type TestCity } from './support/city.ts';
import { makePng } from './support/files.ts';
import type { TestPerson } from './support/person.ts';
import { entryOf, noId, openDirect, send } from './support/talk.ts';
import { readsMedia, takeFile } from './support/uploads.ts';

let city: TestCity;
let ana: TestPerson;
let wei: TestPerson;
beforeAll(async () => {
  city = await startCity();
  [ana, wei] = await city.contacts('Ana', 'Wei');
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

/** A set of Ana's with one sticker in it. */
async function makePack(title = 'Cats') {
  const packId = noId<StickerPackId>();
  await ana.must('stickers.savePack', { packId, title });
  const { fileId } = await takeFile(ana, makePng());
  const sticker = { packId, stickerId: noId<StickerId>(), fileId, alt: 'a cat that waves' };
  const { pack } = await ana.must('stickers.addSticker', sticker);
  return { packId, pack, fileId, stickerId: sticker.stickerId };
}

const listed = async (person: TestPerson) =>
  (await person.must('stickers.listPacks', {})).packs.map(({ packId }) => packId);

describe('a set of stickers', () => {
  it('is made, named anew and filled by its owner', async () => {
    const { packId, pack, fileId, stickerId } = await makePack();
    expect(pack).toEqual({
      ...{ packId, title: 'Cats', owner: ana.card, isMine: true },
      stickers: [{ stickerId, fileId, width: 8, height: 8, alt: 'a cat that waves' }],
    });
    const renamed = await ana.must('stickers.savePack', { packId, title: 'My cats' });
    expect(renamed.pack).toMatchObject({ title: 'My cats', stickers: pack.stickers });
    expect(await listed(ana)).toContain(packId);
    const again = { packId, stickerId, fileId, alt: 'twice' };
    expect((await ana.must('stickers.addSticker', again)).pack.stickers).toHaveLength(1);
    const out = await ana.must('stickers.removeSticker', { packId, stickerId });
    expect(out.pack.stickers).toEqual([]);
    const gone = { packId, stickerId };
    expect(await ana.refused('stickers.removeSticker', gone)).toBe('sticker_unknown');
  });

  it('is nobody else’s to change, but anybody’s to collect who met it', async () => {
    const { packId, fileId, stickerId } = await makePack();
    expect(await wei.refused('stickers.savePack', { packId, title: 'Mine' })).toBe('pack_unknown');
    const added = { packId, stickerId: noId<StickerId>(), fileId, alt: 'x' };
    expect(await wei.refused('stickers.addSticker', added)).toBe('pack_unknown');
    const out = { packId, stickerId };
    expect(await wei.refused('stickers.removeSticker', out)).toBe('pack_unknown');
    expect(await wei.refused('stickers.removePack', { packId })).toBe('pack_unknown');
    const { pack } = await wei.must('stickers.collectPack', { packId });
    expect(pack).toMatchObject({ isMine: false, owner: ana.card });
    expect(await listed(wei)).toContain(packId);
    expect(await readsMedia(wei, fileId)).toBe('true');
    await wei.must('stickers.removePack', { packId });
    expect(await listed(wei)).not.toContain(packId);
    expect(await listed(ana)).toContain(packId);
  });

  it('that was never there is no set', async () => {
    const packId = noId<StickerPackId>();
    for (const method of ['getPack', 'collectPack', 'removePack', 'exportPack'] as const) {
      expect(await ana.refused(`stickers.${method}`, { packId })).toBe('pack_unknown');
    }
  });

  it('holds small pictures that one may see, three hundred of them', async () => {
    const { packId } = await makePack();
    const stickerId = noId<StickerId>();
    const add = async (person: TestPerson, fileId: never) =>
      person.refused('stickers.addSticker', { packId, stickerId, fileId, alt: 'x' });
    expect(await add(ana, noId<never>())).toBe('file_unknown');
    const { fileId: weis } = await takeFile(wei, makePng());
    expect(await add(ana, weis as never)).toBe('file_unknown');
    const { fileId: wide } = await takeFile(ana, drawPng({ width: 1_100, height: 8 }));
    expect(await add(ana, wide as never)).toBe('file_refused');
    const { fileId: page } = await takeFile(ana, Buffer.from('text'), 'file');
    expect(await add(ana, page as never)).toBe('file_refused');
    await city.sql('update stickers_pack set sticker_count = 300 where pack_id = $1', [packId]);
    const { fileId: small } = await takeFile(ana, makePng());
    expect(await add(ana, small as never)).toBe('pack_full');
  });

  it('is one of fifty at most', async () => {
    const { packId } = await makePack();
    const kim = await city.signUp('Kim');
    for (let count = 0; count < 50; count += 1) {
      await kim.must('stickers.savePack', { packId: noId(), title: `Set ${count}` });
    }
    const one = { packId: noId<StickerPackId>(), title: 'One more' };
    expect(await kim.refused('stickers.savePack', one)).toBe('too_many_packs');
    expect(await kim.refused('stickers.collectPack', { packId })).toBe('too_many_packs');
  });
});

describe('a sticker in a message', () => {
  it('stays when its set is deleted, for who was sent it', async () => {
    const { packId, fileId, stickerId } = await makePack();
    const conversationId = await openDirect(ana, wei);
    const message = { type: 'sticker', packId, stickerId, fileId, width: 8, height: 8 } as const;
    const seq = await send(ana, conversationId, { ...message, alt: 'a cat that waves' });
    const { pack } = await wei.must('stickers.getPack', { packId });
    expect(pack.stickers).toHaveLength(1);
    const kim = await city.signUp('Kim');
    await ana.must('stickers.removePack', { packId });
    expect(await wei.refused('stickers.getPack', { packId })).toBe('pack_unknown');
    expect((await entryOf(wei, conversationId, seq)).body.type).toBe('message');
    expect(await readsMedia(wei, fileId)).toBe('true');
    expect(await readsMedia(kim, fileId)).toBe('file_unknown');
    await ana.must('chat.recallMessage', { conversationId, seq });
    expect(await readsMedia(wei, fileId)).toBe('file_unknown');
  });
});

describe('the open form', () => {
  it('is a ZIP with the pictures and what they show, for residents', async () => {
    const { packId } = await makePack('Cats & dogs');
    const { path } = await wei.must('stickers.exportPack', { packId });
    const get = (headers: Record<string, string>) => fetch(`${city.origin}${path}`, { headers });
    expect((await get({})).status).toBe(401);
    const foreign = { cookie: `plaza_session=${wei.token}`, origin: 'https://evil.example' };
    expect((await get(foreign)).status).toBe(403);
    const answer = await get({ authorization: `Bearer ${wei.token}` });
    expect(answer.headers.get('content-type')).toBe('application/zip');
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const entries = await new ZipReader(new Uint8ArrayReader(bytes)).getEntries();
    expect(entries.map(({ filename }) => filename).toSorted()).toEqual([
      ...['001.png', 'stickers.json'],
    ]);
    const form = entries.find(({ filename }) => filename === 'stickers.json') as FileEntry;
    expect(JSON.parse(await form.getData(new TextWriter()))).toEqual({
      ...{ format: 'plaza-stickers', version: 1, title: 'Cats & dogs' },
      stickers: [{ file: '001.png', alt: 'a cat that waves' }],
    });
    const gone = await fetch(`${city.origin}/stickers/${noId<string>()}.zip`, {
      headers: { authorization: `Bearer ${wei.token}` },
    });
    expect(gone.status).toBe(404);
  });
});
