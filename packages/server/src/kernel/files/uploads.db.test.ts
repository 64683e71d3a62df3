import { createIds, secureRandom, systemClock } from '@plaza/base';
import { access, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../db/testing.ts';
import { openFileServer, type Answer, type FileServer, type Sent } from './testing-http.ts';

const newId = createIds(systemClock, secureRandom);
const mebibyte = 1_048_576;
const tus = { 'tus-resumable': '1.0.0' };
const part = { ...tus, 'content-type': 'application/offset+octet-stream' };

let db: TestDatabase;
let server: FileServer;

beforeAll(async () => {
  const migrations = new URL('migrations', import.meta.url).pathname;
  db = await testDatabase([{ module: 'files', dir: migrations }]);
});
afterAll(() => db.close());
beforeEach(async () => {
  server = await openFileServer(db);
  return () => server.close();
});

function begin(size: number | string, sent: Sent = {}): Promise<Answer> {
  const headers = { ...server.asAda, ...tus, 'upload-length': String(size), ...sent.headers };
  return server.call('POST', '/uploads', { ...sent, headers });
}

async function begun(size: number): Promise<string> {
  const { status, headers } = await begin(size);
  expect(status).toBe(201);
  return String(headers.location);
}

function patch(path: string, offset: number, sent: Sent): Promise<Answer> {
  const headers = { ...server.asAda, ...part, 'upload-offset': String(offset), ...sent.headers };
  return server.call('PATCH', path, { ...sent, headers });
}

function head(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return server.call('HEAD', path, { headers: { ...server.asAda, ...tus, ...headers } });
}

function errorOf({ body }: Answer): string {
  return (JSON.parse(body.toString()) as { error: string }).error;
}

const idOf = (path: string) => path.slice('/uploads/'.length);
const contentOf = (path: string) => readFile(server.uploads.pathOf(idOf(path)));

describe('an upload', () => {
  it('arrives in parts, each where the last one ended', async () => {
    const content = Buffer.from('hello, resumable world');
    const path = await begun(content.length);
    const first = await patch(path, 0, { body: content.subarray(0, 5) });
    expect([first.status, first.headers['upload-offset']]).toEqual([204, '5']);
    expect((await head(path)).headers).toMatchObject({
      'upload-offset': '5',
      'upload-length': String(content.length),
      'cache-control': 'no-store',
      'tus-resumable': '1.0.0',
    });
    const wrong = await patch(path, 3, { body: content.subarray(3) });
    expect([wrong.status, errorOf(wrong)]).toEqual([409, 'unavailable']);
    await patch(path, 5, { body: content.subarray(5) });
    expect(await contentOf(path)).toEqual(content);
  });

  it('may bring its first bytes with its beginning, or be empty', async () => {
    const body = Buffer.from('at once');
    const answer = await begin(body.length, { body, headers: part });
    expect([answer.status, answer.headers['upload-offset']]).toEqual([201, '7']);
    expect(await contentOf(String(answer.headers.location))).toEqual(body);
    expect(await server.uploads.received(idOf(await begun(0)))).toBe(0);
  });

  it('goes on after the line was cut, twice, with nothing lost or doubled', async () => {
    const content = Buffer.alloc(6 * mebibyte);
    for (let at = 0; at < content.length; at += 4) content.writeUInt32LE(at, at);
    const path = await begun(content.length);
    let offset = 0;
    for (const cutAfter of [2_500_000, 1_000_000]) {
      const sending = patch(path, offset, { body: content.subarray(offset), cutAfter });
      await expect(sending).rejects.toThrow();
      const told = Number((await head(path)).headers['upload-offset']);
      expect(told).toBeGreaterThan(offset);
      expect(told).toBeLessThanOrEqual(offset + cutAfter);
      offset = told;
    }
    expect((await patch(path, offset, { body: content.subarray(offset) })).status).toBe(204);
    expect((await contentOf(path)).equals(content)).toBe(true);
  });

  it('is ended by who began it, and its bytes go', async () => {
    const path = await begun(5);
    await patch(path, 0, { body: Buffer.from('12') });
    const ended = await server.call('DELETE', path, { headers: { ...server.asAda, ...tus } });
    expect(ended.status).toBe(204);
    expect((await head(path)).status).toBe(404);
    expect(await readdir(server.uploads.folder)).toEqual([]);
  });
});

describe('refused', () => {
  it('are strangers, pages of other sites, and everybody but who began it', async () => {
    expect((await server.call('POST', '/uploads', { headers: tus })).status).toBe(401);
    const cookie = `plaza_session=${'a'.repeat(43)}`;
    const foreign = { cookie, origin: 'https://elsewhere.example', authorization: '' };
    const answer = await begin(5, { headers: foreign });
    expect([answer.status, errorOf(answer)]).toEqual([403, 'forbidden']);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    const path = await begun(5);
    expect((await head(path, server.asBo)).status).toBe(404);
    const other = await patch(path, 0, { body: Buffer.from('12345'), headers: server.asBo });
    expect([other.status, errorOf(other)]).toEqual([404, 'upload_unknown']);
    const headers = { ...server.asBo, ...tus };
    expect((await server.call('DELETE', path, { headers })).status).toBe(404);
    expect(await server.uploads.find(server.bo, idOf(path))).toBe(null);
    expect((await contentOf(path)).length).toBe(0);
  });

  it('is what is larger than a gibibyte, than announced, or of no announced size', async () => {
    const large = await begin(1_073_741_825);
    expect([large.status, errorOf(large)]).toEqual([413, 'too_large']);
    expect((await begin(1_073_741_824)).status).toBe(201);
    expect((await begin('-1')).status).toBe(400);
    expect((await begin('1e3')).status).toBe(400);
    const deferred = { ...server.asAda, ...tus, 'upload-defer-length': '1' };
    expect((await server.call('POST', '/uploads', { headers: deferred })).status).toBe(501);
    const path = await begun(3);
    const over = await patch(path, 0, { body: Buffer.from('four') });
    expect([over.status, errorOf(over)]).toEqual([413, 'too_large']);
    const chunked = { 'transfer-encoding': 'chunked' };
    await patch(path, 0, { body: Buffer.alloc(100_000), headers: chunked }).catch(() => null);
    expect((await contentOf(path)).length).toBeLessThanOrEqual(3);
  });

  it('are ids that are paths, however they are written', async () => {
    const secret = join(server.dir, 'secret');
    await mkdir(join(server.dir, 'uploads'), { recursive: true });
    await writeFile(secret, 'before');
    const tricks = [
      ...['..%2fsecret', '..%2f..%2fetc%2fpasswd', '%2e%2e%2fsecret', '..%5csecret', 'secret%00'],
      ...[encodeURIComponent(secret), '%c0%ae%c0%ae%2fsecret', encodeURIComponent('．．／secret')],
      ...[encodeURIComponent('‥/secret'), newId(), `${newId()}%2f..%2f..%2fsecret`, '%', '.json'],
    ];
    for (const trick of tricks) {
      for (const method of ['HEAD', 'PATCH', 'DELETE']) {
        const headers = { ...server.asAda, ...part, 'upload-offset': '0' };
        const body = method === 'PATCH' ? { body: Buffer.from('after!') } : {};
        const { status } = await server.call(method, `/uploads/${trick}`, { headers, ...body });
        expect([trick, method, status]).toEqual([trick, method, expect.toBeOneOf([400, 404])]);
      }
    }
    expect(await readFile(secret, 'utf8')).toBe('before');
  });

  it('is more than a day’s bytes; what never came is counted back', async () => {
    server.uploads.limitBy((personId) => (personId === server.ada ? 100 : 1_000));
    const path = await begun(60);
    await patch(path, 0, { body: Buffer.alloc(10) });
    const over = await begin(41);
    expect([over.status, errorOf(over)]).toEqual([429, 'quota_reached']);
    expect((await begin(500, { headers: server.asBo })).status).toBe(201);
    await server.call('DELETE', path, { headers: { ...server.asAda, ...tus } });
    expect((await begin(91)).status).toBe(429);
    expect((await begin(90)).status).toBe(201);
    server.clock.skip(24 * 3_600_000);
    expect((await begin(100)).status).toBe(201);
  });

  it('is one more than sixty at a time', async () => {
    for (let n = 0; n < 60; n += 1) expect((await begin(1)).status).toBe(201);
    const more = await begin(1);
    expect([more.status, errorOf(more)]).toEqual([429, 'too_many_requests']);
  });

  it('is everything while the disk is nearly full, in so many words', async () => {
    await server.close();
    server = await openFileServer(db, { minFreeBytes: Number.MAX_SAFE_INTEGER });
    const answer = await begin(5);
    expect([answer.status, errorOf(answer)]).toEqual([503, 'unavailable']);
  });
});

describe('two writers', () => {
  it('never write at the same time: the older one makes room', async () => {
    const path = await begun(2 * mebibyte);
    const half = Buffer.alloc(mebibyte, 1);
    // Announces more than it sends, and stays: a phone whose line is dead.
    const dead = server.call('PATCH', path, {
      headers: { ...server.asAda, ...part, 'upload-offset': '0', 'content-length': '2097152' },
      body: half,
      cutAfter: half.length,
    });
    dead.catch(() => null);
    await systemClock.sleep(50);
    const { headers } = await head(path);
    const offset = Number(headers['upload-offset']);
    const rest = Buffer.alloc(2 * mebibyte - offset, 2);
    expect((await patch(path, offset, { body: rest })).status).toBe(204);
    const content = await contentOf(path);
    expect(content.subarray(0, offset).every((byte) => byte === 1)).toBe(true);
    expect(content.subarray(offset).every((byte) => byte === 2)).toBe(true);
  });
});

describe('sweep', () => {
  it('removes what was begun more than a day ago, and bytes without a row', async () => {
    const old = await begun(5);
    await patch(old, 0, { body: Buffer.from('123') });
    const orphan = join(server.uploads.folder, newId());
    await writeFile(orphan, 'left by a killed process');
    server.clock.skip(25 * 3_600_000);
    const fresh = await begun(5);
    await server.uploads.sweep();
    expect((await head(old)).status).toBe(404);
    expect((await head(fresh)).status).toBe(200);
    await expect(access(orphan)).rejects.toThrow();
    expect(await readdir(server.uploads.folder)).toEqual([idOf(fresh)]);
  });

  it('leaves nothing of a person whose account is erased', async () => {
    const path = await begun(5);
    await db.tx((tx) => server.uploads.dropOf(tx, server.ada));
    expect(await readdir(server.uploads.folder)).toEqual([]);
    expect(await server.uploads.listOf(server.ada)).toEqual([]);
    expect((await head(path)).status).toBe(404);
  });
});
