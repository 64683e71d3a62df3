import {
  createIds,
  manualClock,
  secureRandom,
  systemClock,
  type FileId,
  type ManualClock,
  type PersonId,
} from '@plaza/base';
import { mkdtemp, readdir, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../db/testing.ts';
import { createLog } from '../log/index.ts';
import type { Caller } from '../rpc/index.ts';
import { createFilesHolding } from './holding.ts';
import { createFiles } from './files.ts';
import { createUploads } from './uploads.ts';
import type { Files, OpenFile } from './types.ts';

const newId = createIds(systemClock, secureRandom);
const log = createLog({ level: 'silent' });
const ada = newId<PersonId>();
const bo = newId<PersonId>();
const label = { contentType: 'image/png', purpose: 'photo', ownerId: ada };
const hour = 3_600_000;

let db: TestDatabase;
let clock: ManualClock;
let dir: string;
let files: Files;

beforeAll(async () => {
  const migrations = new URL('migrations', import.meta.url).pathname;
  db = await testDatabase([{ module: 'files', dir: migrations }]);
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.query('delete from kernel_file');
  // The times of the disk are the machine's.
  clock = manualClock(systemClock.nowMs());
  dir = await mkdtemp(join(tmpdir(), 'plaza-files-'));
  files = createFiles({ db, dir, clock, newId, log });
  return () => rm(dir, { recursive: true });
});

async function blobs(): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

async function contentOf(fileId: FileId): Promise<string> {
  const { stream } = (await files.get(fileId)) as OpenFile;
  return Buffer.concat(await stream.toArray()).toString();
}

/** The clock of the files folder is the machine's: what was written "now" is made old. */
async function age(): Promise<void> {
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) await utimes(join(entry.parentPath, entry.name), 0, 0);
  }
}

describe('put', () => {
  it('stores bytes or a stream and gives them back with their label', async () => {
    const fileId = await files.put(Buffer.from('hello'), label);
    const hello = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';
    expect(await files.describe(fileId)).toMatchObject({ ...label, size: 5, sha256: hello });
    expect(await contentOf(fileId)).toBe('hello');
    async function* parts() {
      yield Buffer.from('hel');
      yield Buffer.from('lo');
    }
    expect(await contentOf(await files.put(parts(), label))).toBe('hello');
    expect(await blobs()).toEqual([hello]);
  });

  it('leaves neither row nor draft when the stream breaks', async () => {
    async function* broken() {
      yield Buffer.from('half');
      throw new Error('the client is gone');
    }
    await expect(files.put(broken(), label)).rejects.toThrow('gone');
    expect(await blobs()).toEqual([]);
    expect(await files.listOf(ada)).toEqual([]);
  });

  it('leaves no draft when the row is refused', async () => {
    await expect(files.put(Buffer.from('x'), { ...label, purpose: 'No!' })).rejects.toThrow(
      'check',
    );
    expect(await readdir(join(dir, 'drafts'))).toEqual([]);
  });

  it('answers null for ids that are not there and for bytes that are lost', async () => {
    expect(await files.get(newId<FileId>())).toBe(null);
    const fileId = await files.put(Buffer.from('x'), label);
    await rm(join(dir, 'blobs'), { recursive: true });
    expect(await files.get(fileId)).toBe(null);
  });
});

describe('uploads that nobody uses', () => {
  it('wait twenty at a time, and the oldest go first', async () => {
    const used = await files.put(Buffer.from('used'), label);
    await db.tx((tx) => files.claim(tx, used, label));
    const ofBo = await files.put(Buffer.from('of Bo'), { ...label, ownerId: bo });
    const put: FileId[] = [];
    for (let n = 0; n < 23; n += 1) put.push(await files.put(Buffer.from(`upload ${n}`), label));
    const left = (await files.listOf(ada)).map(({ fileId }) => fileId);
    expect(new Set(left)).toEqual(new Set([used, ...put.slice(3)]));
    expect(await contentOf(ofBo)).toBe('of Bo');
    expect(await blobs()).toHaveLength(22);
  });
});

describe('the same bytes of two people', () => {
  it('are kept once, and until the last of them lets go', async () => {
    const first = await files.put(Buffer.from('same'), label);
    const second = await files.put(Buffer.from('same'), { ...label, ownerId: bo });
    expect(await blobs()).toHaveLength(1);
    await files.remove(first);
    expect(await contentOf(second)).toBe('same');
    await files.remove(second);
    expect(await blobs()).toEqual([]);
  });

  it('survive a put and a remove at the same time', async () => {
    for (let round = 0; round < 20; round += 1) {
      const content = Buffer.from(`round ${round}`);
      const old = await files.put(content, label);
      const [fresh] = await Promise.all([files.put(content, label), files.remove(old)]);
      expect(await contentOf(fresh)).toBe(`round ${round}`);
    }
  });
});

describe('claim and release', () => {
  it('belong to the transaction', async () => {
    const fileId = await files.put(Buffer.from('x'), label);
    const failed = db.tx(async (tx) => {
      await files.claim(tx, fileId, label);
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect((await files.describe(fileId))?.claimedAt).toBe(null);
    const failedRelease = db.tx(async (tx) => {
      await files.release(tx, fileId);
      throw new Error('no');
    });
    await expect(failedRelease).rejects.toThrow('no');
    expect(await contentOf(fileId)).toBe('x');
  });

  it('take only a file of this owner and this purpose', async () => {
    const fileId = await files.put(Buffer.from('x'), label);
    const claim = (of: { ownerId: PersonId; purpose: string }) =>
      db.tx((tx) => files.claim(tx, fileId, of));
    expect(await claim({ ...label, ownerId: bo })).toBe(null);
    expect(await claim({ ...label, purpose: 'other' })).toBe(null);
    expect(await claim(label)).toMatchObject({ fileId, claimedAt: clock.now() });
  });
});

describe('sweep', () => {
  it('removes uploads that nobody claimed within a day, and nothing else', async () => {
    const claimed = await files.put(Buffer.from('kept'), label);
    await db.tx((tx) => files.claim(tx, claimed, label));
    const forgotten = await files.put(Buffer.from('forgotten'), label);
    clock.advance(23 * hour);
    const fresh = await files.put(Buffer.from('fresh'), label);
    expect(await files.sweep()).toEqual({ files: 0, blobs: 0 });
    clock.advance(2 * hour);
    expect(await files.sweep()).toEqual({ files: 1, blobs: 1 });
    expect(await files.describe(forgotten)).toBe(null);
    expect(await contentOf(claimed)).toBe('kept');
    expect(await contentOf(fresh)).toBe('fresh');
  });

  it('finds bytes and drafts that a killed process left behind', async () => {
    const kept = await files.put(Buffer.from('kept'), label);
    const orphan = await files.put(Buffer.from('orphan'), label);
    await db.query('delete from kernel_file where file_id = $1', [orphan]);
    expect(await files.sweep()).toEqual({ files: 0, blobs: 0 });
    await age();
    expect(await files.sweep()).toEqual({ files: 0, blobs: 1 });
    expect(await contentOf(kept)).toBe('kept');
  });
});

describe('rights', () => {
  it('exports every file of a person and erases them all, twice if need be', async () => {
    const holding = createFilesHolding({
      files,
      uploads: createUploads({ db, dir, clock, newId }),
    });
    const fileId = await files.put(Buffer.from('mine'), label);
    const other = await files.put(Buffer.from('theirs'), { ...label, ownerId: bo });
    const day = clock.now().toISOString().slice(0, 10);
    const exported: unknown[] = [];
    for await (const file of holding.export(ada)) exported.push(file);
    expect(exported).toEqual([{ path: `files/photo-${day}-${fileId}.png`, fileId }]);
    await db.tx((tx) => holding.erase(tx, ada));
    await db.tx((tx) => holding.erase(tx, ada));
    expect(await files.listOf(ada)).toEqual([]);
    expect(await blobs()).toHaveLength(1);
    expect(await contentOf(other)).toBe('theirs');
  });
});

describe('allow', () => {
  it('lets the rule of the purpose decide, and nobody where there is none', async () => {
    const file = (await files.describe(await files.put(Buffer.from('x'), label)))!;
    const callerOf = (personId: PersonId) => ({ personId, role: 'resident' }) as Caller;
    expect(await files.mayRead(file, callerOf(ada))).toBe(false);
    files.allow('photo', async ({ ownerId }, caller) => ownerId === caller?.personId);
    expect(await files.mayRead(file, callerOf(ada))).toBe(true);
    expect(await files.mayRead(file, callerOf(bo))).toBe(false);
    expect(() => files.allow('photo', () => true)).toThrow('already');
  });
});

it('keeps files from other users of the machine', async () => {
  await files.put(Buffer.from('x'), label);
  const [blob] = (
    await readdir(join(dir, 'blobs'), { recursive: true, withFileTypes: true })
  ).filter((entry) => entry.isFile());
  const { mode } = await stat(join(blob!.parentPath, blob!.name));
  expect(mode & 0o077).toBe(0);
});
