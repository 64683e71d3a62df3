import {
  createIds,
  secureRandom,
  systemClock,
  type FileId,
  type PersonId,
  type StickerId,
  type StickerPackId,
} from '@plaza/base';
import { maxPacks, maxStickersInPack, type PersonCard } from '@plaza/contract';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../kernel/db/testing.ts';
import { createFiles, type Files } from '../../kernel/files/index.ts';
import type { Caller, Outcome } from '../../kernel/rpc/index.ts';
import { createStickers, type Stickers } from './index.ts';

const base = join(import.meta.dirname, '..', '..');
const sources = [
  { module: 'files', dir: join(base, 'kernel/files/migrations') },
  { module: 'stickers', dir: join(base, 'modules/stickers/migrations') },
];

let db: TestDatabase;
let dir: string;
let files: Files;
let stickers: Stickers;
let ana: PersonId;
let wei: PersonId;
const newId = createIds(systemClock, secureRandom);
beforeAll(async () => {
  db = await testDatabase(sources);
  dir = await mkdtemp(join(tmpdir(), 'plaza-stickers-'));
  const log = { error() {}, warn() {} };
  files = createFiles({ db, clock: systemClock, newId, log, dir });
  // Of a picture that nobody has sent yet, its owner is who may read it.
  files.allow('chat', async (file, caller) => file.ownerId === caller?.personId);
  const identity = { getCards: async () => new Map<PersonId, PersonCard>() };
  stickers = createStickers({ db, clock: systemClock, files, identity });
});
afterAll(async () => {
  await db.close();
  await rm(dir, { recursive: true, force: true });
});
beforeEach(() => {
  [ana, wei] = [newId<PersonId>(), newId<PersonId>()];
});

function must<T>(outcome: Outcome<T, string>): T {
  if (!outcome.ok) throw new Error(`refused: ${outcome.reason}`);
  return outcome.value;
}
const reason = (outcome: Outcome<unknown, string>) => (outcome.ok ? 'yes' : outcome.reason);
const callerOf = (personId: PersonId) => ({ personId, role: 'resident' }) as Caller;

function put(ownerId: PersonId, over: { width?: number; kind?: 'image' | 'file' } = {}) {
  const image = { kind: 'image', width: 40, height: 30, contentType: 'image/png' } as const;
  return files.put(Buffer.from(newId()), { purpose: 'chat', ownerId, ...image, ...over });
}

async function makePack(owner = ana): Promise<StickerPackId> {
  const packId = newId<StickerPackId>();
  must(await stickers.savePack(owner, { packId, title: ' My  cats ' }));
  return packId;
}

async function add(packId: StickerPackId, fileId: FileId, stickerId = newId<StickerId>()) {
  return stickers.addSticker(callerOf(ana), { packId, stickerId, fileId, alt: 'a cat' });
}

const isThere = async (fileId: FileId) => (await files.describe(fileId)) !== null;
const mayRead = async (personId: PersonId, fileId: FileId) => {
  const file = await files.describe(fileId);
  return file !== null && files.mayRead(file, callerOf(personId));
};

describe('a set', () => {
  test('holds a reference to each picture, and lets go of it', async () => {
    const packId = await makePack();
    const [one, two] = [await put(ana), await put(ana)];
    const stickerId = newId<StickerId>();
    const { pack } = must(await add(packId, one, stickerId));
    expect(pack).toMatchObject({ title: 'My cats', isMine: true, owner: null });
    must(await add(packId, two));
    expect(await mayRead(wei, one)).toBe(true);
    must(await stickers.removeSticker(ana, { packId, stickerId }));
    expect([await isThere(one), await isThere(two)]).toEqual([false, true]);
    must(await stickers.removePack(ana, packId));
    expect(await isThere(two)).toBe(false);
  });

  test('that is added to twice at once has each sticker once', async () => {
    const packId = await makePack();
    const fileId = await put(ana);
    const stickerId = newId<StickerId>();
    const outcomes = await Promise.all([1, 2, 3].map(() => add(packId, fileId, stickerId)));
    for (const outcome of outcomes) expect(must(outcome).pack.stickers).toHaveLength(1);
    must(await stickers.removeSticker(ana, { packId, stickerId }));
    expect(await isThere(fileId)).toBe(false);
  });

  test('is full at 300, also when the last come at once', async () => {
    const packId = await makePack();
    await db.query('update stickers_pack set sticker_count = $2 where pack_id = $1', [
      ...[packId, maxStickersInPack - 1],
    ]);
    const given = [await put(ana), await put(ana), await put(ana)];
    const outcomes = await Promise.all(given.map((fileId) => add(packId, fileId)));
    expect(outcomes.map(reason).toSorted()).toEqual(['pack_full', 'pack_full', 'yes']);
  });

  test('is one of 50 that a person uses, also when the last come at once', async () => {
    await db.query(
      `with packs as (
         insert into stickers_pack (pack_id, owner_id, title, created_at)
         select gen_random_uuid(), $1, 'Set', now() from generate_series(1, $2)
         returning pack_id)
       insert into stickers_collected (person_id, pack_id, at)
       select $1, pack_id, now() from packs`,
      [wei, maxPacks - 1],
    );
    const packId = await makePack();
    const own = () => stickers.savePack(wei, { packId: newId<StickerPackId>(), title: 'One' });
    const outcomes = await Promise.all([own(), stickers.collectPack(wei, packId), own()]);
    const reasons = outcomes.map(reason).toSorted();
    expect(reasons).toEqual(['too_many_packs', 'too_many_packs', 'yes']);
    expect(await stickers.listPacks(wei)).toHaveLength(maxPacks);
  });

  test('takes small pictures that its owner may read, and nothing else', async () => {
    const packId = await makePack();
    expect(reason(await add(packId, await put(wei)))).toBe('file_unknown');
    expect(reason(await add(packId, newId<FileId>()))).toBe('file_unknown');
    expect(reason(await add(packId, await put(ana, { width: 1_025 })))).toBe('file_refused');
    expect(reason(await add(packId, await put(ana, { kind: 'file' })))).toBe('file_refused');
    expect(reason(await add(await makePack(wei), await put(ana)))).toBe('pack_unknown');
  });

  test('under an id that two people take at once belongs to one of them', async () => {
    const packId = newId<StickerPackId>();
    const outcomes = await Promise.all(
      [ana, wei].map((owner) => stickers.savePack(owner, { packId, title: 'Mine' })),
    );
    expect(outcomes.map(reason).toSorted()).toEqual(['pack_unknown', 'yes']);
  });
});

describe('on erasure', () => {
  test('own sets go for everybody, and what was collected is forgotten', async () => {
    const packId = await makePack();
    const fileId = await put(ana);
    must(await add(packId, fileId));
    must(await stickers.collectPack(wei, packId));
    const other = await makePack(wei);
    must(await stickers.collectPack(ana, other));
    const exported = [];
    for await (const part of stickers.holding.export(ana)) exported.push(part.path);
    expect(exported).toEqual(['sets.json', expect.stringMatching(/^files\//)]);
    await db.tx((tx) => stickers.holding.erase(tx, ana));
    expect(await stickers.listPacks(ana)).toEqual([]);
    expect((await stickers.listPacks(wei)).map((pack) => pack.packId)).toEqual([other]);
    expect(await isThere(fileId)).toBe(false);
  });
});
