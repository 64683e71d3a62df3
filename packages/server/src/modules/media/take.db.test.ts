import { createIds, secureRandom, systemClock } from '@plaza/base';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../kernel/db/testing.ts';
import type { FileKind } from '../../kernel/files/index.ts';
import { openFileServer, type FileServer } from '../../kernel/files/testing-http.ts';
import {
  makeJpeg,
  makePng,
  makeWebp,
  planted as plantedInImages,
  pngChunk,
} from '../../kernel/files/testing-images.ts';
import { createTakeUpload, type TakeUpload } from './index.ts';
import {
  box,
  makeGif,
  makeMp4,
  makeOgg,
  makeWebm,
  oggPage,
  planted,
} from '../../kernel/files/testing-media.ts';

const newId = createIds(systemClock, secureRandom);
const mebibyte = 1_048_576;

let db: TestDatabase;
let server: FileServer;
let takeUpload: TakeUpload;

beforeAll(async () => {
  const dir = join(import.meta.dirname, '../../kernel/files/migrations');
  db = await testDatabase([{ module: 'files', dir }]);
});
afterAll(() => db.close());
beforeEach(async () => {
  server = await openFileServer(db);
  takeUpload = createTakeUpload(server);
  server.files.allow('chat', ({ ownerId }, caller) => ownerId === caller?.personId, {
    ...{ revalidate: true, resumableOnly: true, maxUnclaimed: 200 },
  });
  return () => server.close();
});

/** Puts bytes where an upload of that size would have put them. */
async function uploaded(content: Buffer, ownerId = server.ada): Promise<string> {
  const begun = await server.uploads.begin(ownerId, content.length);
  if (!begun.ok) throw new Error(begun.reason);
  await writeFile(server.uploads.pathOf(begun.value), content);
  return begun.value;
}

async function take(content: Buffer, as: FileKind) {
  return takeUpload(server.ada, { uploadId: await uploaded(content), as });
}

async function taken(content: Buffer, as: FileKind) {
  const outcome = await take(content, as);
  if (!outcome.ok) throw new Error(`${outcome.reason} ${JSON.stringify(outcome.details)}`);
  const { fileId } = outcome.value;
  const stored = await server.files.get(fileId);
  const parts = await stored!.stream.toArray();
  return { media: outcome.value, bytes: Buffer.concat(parts), file: stored! };
}

async function refusal(content: Buffer, as: FileKind): Promise<string> {
  const outcome = await take(content, as);
  return outcome.ok ? 'taken' : `${outcome.reason} ${JSON.stringify(outcome.details)}`;
}

const media = (fileId: string, headers: Record<string, string> = {}, query = '') =>
  server.call('GET', `/media/${fileId}${query}`, { headers: { ...server.asAda, ...headers } });

describe('an image', () => {
  const size = { width: 12, height: 8 };
  it.each([
    ['image/png', makePng(size)],
    ['image/jpeg', makeJpeg(size)],
    ['image/webp', makeWebp(size)],
    ['image/gif', makeGif(size)],
  ] as const)('of %s keeps the picture and nothing that it tells', async (contentType, image) => {
    const { media: found, bytes } = await taken(image, 'image');
    expect(found).toMatchObject({ kind: 'image', contentType, ...size, sizeBytes: bytes.length });
    const readable = bytes.toString('latin1');
    expect(readable).not.toContain(plantedInImages);
    expect(readable).not.toContain(planted);
    expect(await readdir(server.uploads.folder)).toEqual([]);
  });

  it('may be as large as phones show, and no larger', async () => {
    const wide = await taken(makePng({ width: 16_384, height: 100 }), 'image');
    expect(wide.media).toMatchObject({ width: 16_384, height: 100 });
    const bombs = [
      makePng({ width: 16_385, height: 1 }),
      makePng({ width: 16_000, height: 16_000 }),
      makePng({ width: 4_000_000_000, height: 4_000_000_000 }),
      makeJpeg({ width: 65_535, height: 65_535 }),
      makeGif({ width: 65_535, height: 65_535 }),
      makeGif({ width: 2_000, height: 2_000, frames: 300 }),
    ];
    for (const bomb of bombs) expect(await refusal(bomb, 'image')).toMatch('file_refused');
  });

  it('is none with a colour profile that unpacks to a hundred megabytes', async () => {
    const packed = deflateSync(Buffer.alloc(100 * mebibyte));
    const profile = pngChunk('iCCP', Buffer.concat([Buffer.from('p\0\0'), packed]));
    expect(await refusal(makePng(size, [profile]), 'image')).toMatch('not_an_image');
    const fine = pngChunk('iCCP', Buffer.concat([Buffer.from('p\0\0'), deflateSync(planted)]));
    expect((await taken(makePng(size, [fine]), 'image')).media.kind).toBe('image');
  });

  it('is nothing that only begins like one, or is cut off', async () => {
    const whole = [makePng(size), makeJpeg(size), makeWebp(size), makeGif()];
    const lies = [
      Buffer.alloc(0),
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
      Buffer.from('<!doctype html><script>alert(1)</script>'),
      Buffer.from('%PDF-1.7 /JS (app.alert(1))'),
      Buffer.from('GIF89a=1;alert(1)//'),
      Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.from('<script>')]),
      Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('<?php system(1)')]),
      makeMp4(),
      box('ftyp', Buffer.from('avif\0\0\0\0avif')),
      ...whole.map((bytes) => bytes.subarray(0, 60)),
    ];
    for (const lie of lies) expect(await refusal(lie, 'image')).toMatch('not_an_image');
  });

  it('loses what another reader would take it for', async () => {
    const archive = Buffer.from('PK\x03\x04 an archive behind it PK\x05\x06', 'latin1');
    const script = Buffer.from('*/=1;alert(1);/*');
    const polyglots = [
      Buffer.concat([makeJpeg(size), archive]),
      Buffer.concat([makePng(size), archive]),
      Buffer.concat([makeGif({ comment: script }), Buffer.from('<script>alert(1)</script>')]),
    ];
    for (const polyglot of polyglots) {
      const { bytes } = await taken(polyglot, 'image');
      const readable = bytes.toString('latin1');
      expect(readable).not.toContain('PK');
      expect(readable).not.toContain('alert');
    }
  });

  it('of more than 50 MB is refused without being read', async () => {
    const { uploads } = server;
    const begun = await uploads.begin(server.ada, 50 * mebibyte + 1);
    if (!begun.ok) throw new Error(begun.reason);
    await writeFile(uploads.pathOf(begun.value), Buffer.alloc(50 * mebibyte + 1));
    const outcome = await takeUpload(server.ada, { uploadId: begun.value, as: 'image' });
    expect(outcome).toMatchObject({ reason: 'file_refused', details: { reason: 'too_large' } });
  });
});

describe('a film', () => {
  it.each([
    ['video/mp4', makeMp4(), 5_000],
    ['video/quicktime', makeMp4({ brand: 'qt  ' }), 5_000],
    ['video/webm', makeWebm(), 3_000],
    ['video/webm', makeWebm({ live: true }), 3_000],
  ] as const)('of %s plays on and tells no place', async (contentType, film, durationMs) => {
    const { media: found, bytes, file } = await taken(film, 'video');
    expect(found).toMatchObject({ kind: 'video', contentType, width: 320, height: 180 });
    expect(file.durationMs).toBe(durationMs);
    expect(bytes.length).toBe(film.length);
    expect(bytes.toString('latin1')).not.toContain(planted);
    expect(bytes.toString('latin1')).not.toContain('SECRET');
    // Cleaned once more nothing changes: what is left is what it needs.
    expect((await taken(bytes, 'video')).bytes.equals(bytes)).toBe(true);
  });

  it('keeps its pictures and sound to the byte', async () => {
    const film = makeMp4({ mediaBytes: 200_000 });
    const { bytes } = await taken(film, 'video');
    const at = film.indexOf('mdat');
    expect(bytes.subarray(at, at + 200_000).equals(film.subarray(at, at + 200_000))).toBe(true);
  });

  it('held upright is as high as it is shown', async () => {
    const upright = await taken(makeMp4({ turned: true }), 'video');
    expect(upright.media).toMatchObject({ width: 180, height: 320 });
  });

  it('is nothing else, nothing broken, and nothing that fetches', async () => {
    const film = makeMp4();
    const live = makeWebm({ live: true });
    const lies: Buffer[] = [
      Buffer.alloc(0),
      Buffer.from('<html><video>'),
      makePng({ width: 3, height: 3 }),
      makeMp4({ brand: 'heic' }),
      makeMp4({ handlers: ['soun'] }),
      makeMp4({ width: 20_000 }),
      makeMp4({ external: true }),
      makeMp4({ fragmented: true }),
      makeMp4({ behind: Buffer.from('<script>alert(1)</script>') }),
      film.subarray(0, film.length - 20),
      film.subarray(0, 200),
      Buffer.concat([box('ftyp', Buffer.from('isom\0\0\0\0isom')), box('mdat', planted8())]),
      makeWebm({ docType: 'matroska' }),
      makeWebm({ video: false }),
      makeWebm({ codec: 'V_MS/VFW/FOURCC' }),
      makeWebm({ width: 70_000 }),
      makeWebm({ behind: Buffer.from('<script>alert(1)</script>') }),
      live.subarray(0, live.length - 5),
      Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0, 0, 0]),
    ];
    for (const [n, lie] of lies.entries()) {
      expect([n, await refusal(lie, 'video')]).toEqual([n, expect.stringMatching('file_refused')]);
    }
  });

  it('survives whatever a byte is changed to, as a film or refused', async () => {
    const reasons = new Set<string>();
    for (const film of [makeMp4(), makeWebm({ live: true }), makeOgg()]) {
      for (let at = 0; at < film.length; at += 23) {
        const broken = Buffer.from(film);
        broken[at] = (broken[at]! + 1 + (at % 250)) & 0xff;
        const as = film.subarray(0, 4).toString() === 'OggS' ? 'audio' : 'video';
        const outcome = await take(broken, as);
        reasons.add(outcome.ok ? 'taken' : outcome.reason);
        await db.tx((tx) => server.uploads.dropOf(tx, server.ada));
      }
    }
    expect(reasons).toEqual(new Set(['taken', 'file_refused']));
  }, 120_000);
});

const planted8 = () => Buffer.from('pictures');

describe('a voice', () => {
  it.each([
    ['audio/ogg', makeOgg(), 2_000],
    ['audio/webm', makeWebm({ video: false, live: true }), 3_000],
    ['audio/mp4', makeMp4({ brand: 'M4A ', handlers: ['soun'] }), 5_000],
  ] as const)('of %s is heard and tells nothing else', async (contentType, voice, durationMs) => {
    const { media: found, bytes, file } = await taken(voice, 'audio');
    expect(found).toMatchObject({ kind: 'audio', contentType, width: null, height: null });
    expect(file.durationMs).toBe(durationMs);
    expect(bytes.toString('latin1')).not.toContain('SECRET');
  });

  it('is no film, and not two streams in one', async () => {
    const lies = [
      makeMp4(),
      makeWebm(),
      makeOgg({ serials: [7, 7, 8] }),
      oggPage(Buffer.from('\x80theora')),
      Buffer.concat([makeOgg(), Buffer.from('<script>')]),
      Buffer.from('ID3\x03 an mp3'),
      Buffer.from('RIFF\0\0\0\0WAVEfmt '),
    ];
    for (const lie of lies) expect(await refusal(lie, 'audio')).toMatch('file_refused');
  });
});

describe('anything', () => {
  it('is only ever downloaded, whatever it is', async () => {
    const contents = [
      Buffer.from('<!doctype html><script>alert(document.cookie)</script>'),
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
      Buffer.from('%PDF-1.7 /JS (app.alert(1))'),
      makeGif(),
      Buffer.alloc(0),
    ];
    for (const content of contents) {
      const { media: found, bytes } = await taken(content, 'file');
      expect(found).toMatchObject({ kind: 'file', sizeBytes: content.length });
      expect(bytes.equals(content)).toBe(true);
      const { status, headers, body } = await media(found.fileId);
      expect([status, body.equals(content)]).toEqual([200, true]);
      expect(headers).toMatchObject({
        'content-type': 'application/octet-stream',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'cache-control': 'private, no-cache',
      });
      expect(headers['content-disposition']).toMatch(/^attachment; /);
    }
  });

  it('is named as its sender called it, and names no other place', async () => {
    const { media: found } = await taken(Buffer.from('x'), 'file');
    const nameOf = async (name: string) => {
      const query = `?name=${encodeURIComponent(name)}`;
      return (await media(found.fileId, {}, query)).headers['content-disposition'];
    };
    expect(await nameOf('report.pdf')).toBe('attachment; filename="report.pdf"');
    expect(await nameOf('../../etc/passwd')).toBe('attachment; filename="etc passwd"');
    expect(await nameOf('a\r\nset-cookie: x\0"b')).toBe('attachment; filename="a set-cookie x b"');
    // Written backwards it would look like a picture.
    expect(await nameOf('gpj.\u202Eexe')).toBe('attachment; filename="gpj. exe"');
    const chinese = await nameOf('报告.pdf');
    expect(chinese).toBe(
      `attachment; filename="__.pdf"; filename*=UTF-8''${encodeURIComponent('报告.pdf')}`,
    );
    expect(await nameOf('')).toBe('attachment; filename="chat.bin"');
    expect((await nameOf(`${'x'.repeat(600)}.pdf`))!.length).toBeLessThan(200);
    expect(await nameOf('\ud800.pdf').catch(() => 'refused')).toBeDefined();
  });
});

describe('taking', () => {
  it('gives the same file when asked again', async () => {
    const uploadId = await uploaded(makePng({ width: 3, height: 2 }));
    const asked = { uploadId, as: 'image' } as const;
    const both = await Promise.all([takeUpload(server.ada, asked), takeUpload(server.ada, asked)]);
    const third = await takeUpload(server.ada, asked);
    const ids = [...both, third].map((outcome) => (outcome.ok ? outcome.value.fileId : outcome));
    expect(new Set(ids).size).toBe(1);
    const other = await takeUpload(server.ada, { uploadId, as: 'file' });
    expect(other).toMatchObject({ reason: 'file_refused' });
    expect(await server.files.listOf(server.ada)).toHaveLength(1);
  });

  it('needs a whole upload of one’s own', async () => {
    const uploadId = await uploaded(Buffer.from('mine'));
    const asked = { uploadId, as: 'file' } as const;
    expect(await takeUpload(server.bo, asked)).toMatchObject({ reason: 'upload_unknown' });
    for (const id of [newId(), '../secret', '\0', `${uploadId}/..`, 'ｕｐ']) {
      const outcome = await takeUpload(server.ada, { uploadId: id, as: 'file' });
      expect(outcome).toMatchObject({ reason: 'upload_unknown' });
    }
    await writeFile(server.uploads.pathOf(uploadId), 'min');
    const early = await takeUpload(server.ada, asked);
    expect(early).toMatchObject({ reason: 'upload_incomplete', details: { received: 3 } });
    await writeFile(server.uploads.pathOf(uploadId), 'mine');
    expect(await takeUpload(server.ada, asked)).toMatchObject({ ok: true });
  });

  it('refused as one thing may be taken as another', async () => {
    const uploadId = await uploaded(Buffer.from('<svg/>'));
    expect(await takeUpload(server.ada, { uploadId, as: 'image' })).toMatchObject({ ok: false });
    expect(await takeUpload(server.ada, { uploadId, as: 'file' })).toMatchObject({ ok: true });
  });

  it('ends the upload: nothing can be written to it afterwards', async () => {
    const uploadId = await uploaded(Buffer.from('done'));
    await takeUpload(server.ada, { uploadId, as: 'file' });
    const headers = { ...server.asAda, 'tus-resumable': '1.0.0' };
    for (const method of ['HEAD', 'DELETE']) {
      expect((await server.call(method, `/uploads/${uploadId}`, { headers })).status).toBe(404);
    }
  });

  it('after a kill in between leaves no row without bytes', async () => {
    const uploadId = await uploaded(Buffer.from('killed'));
    const path = server.uploads.pathOf(uploadId);
    const label = { purpose: 'chat', ownerId: server.ada, contentType: 'a/b' } as const;
    // The first half of what taking does; then the process dies.
    const fileId = await server.files.adopt(path, { ...label, kind: 'file' });
    const again = await takeUpload(server.ada, { uploadId, as: 'file' });
    expect(again).toMatchObject({ reason: 'upload_unknown' });
    expect((await server.files.get(fileId))?.stream.destroy()).toBeDefined();
    server.clock.skip(25 * 3_600_000);
    await server.files.sweep();
    expect(await server.files.describe(fileId)).toBe(null);
    const blobs = await readdir(join(server.dir, 'blobs'), { recursive: true });
    expect(blobs.filter((name) => name.length > 10)).toEqual([]);
  });

  it('needs no memory for what is large', async () => {
    const film = makeMp4({ handlers: ['vide'], mediaBytes: 64 * mebibyte });
    const uploadId = await uploaded(film);
    const before = process.memoryUsage();
    let peak = 0;
    const watch = setInterval(() => {
      const { rss } = process.memoryUsage();
      peak = Math.max(peak, rss - before.rss);
    }, 5);
    expect(await takeUpload(server.ada, { uploadId, as: 'video' })).toMatchObject({ ok: true });
    clearInterval(watch);
    expect(peak).toBeLessThan(48 * mebibyte);
  });
});

describe('ranges', () => {
  it('give a part, and everything when they make no sense', async () => {
    const content = Buffer.from('0123456789');
    const { media: found, file } = await taken(content, 'file');
    const part = async (range: string, more: Record<string, string> = {}) => {
      const { status, headers, body } = await media(found.fileId, { range, ...more });
      return [status, body.toString(), headers['content-range']];
    };
    expect(await part('bytes=2-4')).toEqual([206, '234', 'bytes 2-4/10']);
    expect(await part('bytes=7-')).toEqual([206, '789', 'bytes 7-9/10']);
    expect(await part('bytes=-3')).toEqual([206, '789', 'bytes 7-9/10']);
    expect(await part('bytes=5-99')).toEqual([206, '56789', 'bytes 5-9/10']);
    expect(await part('bytes=0-0,5-6')).toEqual([200, '0123456789', undefined]);
    expect(await part('bytes=4-2')).toEqual([200, '0123456789', undefined]);
    expect(await part('lines=1-2')).toEqual([200, '0123456789', undefined]);
    expect((await part('bytes=10-'))[0]).toBe(416);
    expect((await part('bytes=-0'))[0]).toBe(416);
    expect((await part('bytes=2-4', { 'if-range': `"${file.sha256}"` }))[0]).toBe(206);
    expect((await part('bytes=2-4', { 'if-range': '"other"' }))[0]).toBe(200);
  });

  it('HEAD tells the same without a body, and 304 only to who may read', async () => {
    const { media: found, file } = await taken(Buffer.from('0123456789'), 'file');
    const path = `/media/${found.fileId}`;
    const head = await server.call('HEAD', path, { headers: server.asAda });
    expect([head.status, head.headers['content-length'], head.body.length]).toEqual([200, '10', 0]);
    expect(head.headers).toMatchObject({ 'accept-ranges': 'bytes', etag: `"${file.sha256}"` });
    const known = { 'if-none-match': `"${file.sha256}"` };
    expect((await media(found.fileId, known)).status).toBe(304);
    expect((await media(found.fileId, { ...server.asBo, ...known })).status).toBe(404);
    const stranger = await server.call('GET', path, { headers: known });
    expect(stranger.status).toBe(401);
  });
});

it('never keeps bytes where others of the machine can read them', async () => {
  const { bytes } = await taken(makePng({ width: 2, height: 2 }), 'image');
  const names = await readdir(join(server.dir, 'blobs'), { recursive: true });
  const blob = names.find((name) => name.length > 60)!;
  expect(await readFile(join(server.dir, 'blobs', blob))).toEqual(bytes);
});
