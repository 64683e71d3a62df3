import {
  createIds,
  secureRandom,
  systemClock,
  type FileId,
  type PersonId,
  type SessionId,
} from '@plaza/base';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../db/testing.ts';
import { createAuthenticateRequest, createHttpServer } from '../http/index.ts';
import { createLimits } from '../limits/index.ts';
import { createLog } from '../log/index.ts';
import { createFiles, createUploads, registerFileRoutes } from './index.ts';
import { makeJpeg, makePng, planted } from './testing-images.ts';

type Headers = Record<string, string>;

const newId = createIds(systemClock, secureRandom);
const log = createLog({ level: 'silent' });
const ada = newId<PersonId>();
const bo = newId<PersonId>();
const tokens: Record<string, PersonId> = { ['a'.repeat(43)]: ada, ['b'.repeat(43)]: bo };
const asAda: Headers = { authorization: `Bearer ${'a'.repeat(43)}` };
const asBo: Headers = { authorization: `Bearer ${'b'.repeat(43)}` };
const photo = makePng({ width: 3, height: 2 });

let db: TestDatabase;
let dir: string;
let app: FastifyInstance;

beforeAll(async () => {
  const migrations = new URL('migrations', import.meta.url).pathname;
  db = await testDatabase([{ module: 'files', dir: migrations }]);
});
afterAll(() => db.close());

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'plaza-files-'));
  const files = createFiles({ db, dir, clock: systemClock, newId, log });
  files.allow('photo', ({ ownerId }, caller) => ownerId === caller?.personId);
  app = createHttpServer({
    ...{ clock: systemClock, log, newId },
    ...{ tls: null, trustProxy: false, hostNames: new Set() },
  });
  const authenticateRequest = createAuthenticateRequest(async (token) => {
    const personId = tokens[token];
    if (personId === undefined) return null;
    return { personId, sessionId: newId<SessionId>(), role: 'resident' };
  });
  const limits = createLimits({ clock: systemClock, factor: 1 });
  const uploads = createUploads({ db, dir, clock: systemClock, newId });
  registerFileRoutes(app, { files, uploads, authenticateRequest, limits });
  return async () => {
    await app.close();
    await rm(dir, { recursive: true });
  };
});

function call(options: InjectOptions) {
  return app.inject({ ...options, headers: { host: 'localhost', ...options.headers } });
}

function upload(body: Buffer, headers: Headers = asAda, purpose = 'photo') {
  return call({ method: 'POST', url: `/upload?purpose=${purpose}`, headers, payload: body });
}

describe('POST /upload', () => {
  it('stores the picture without what it told', async () => {
    const uploaded = await upload(makeJpeg({ width: 8, height: 6 }));
    expect(uploaded.statusCode).toBe(200);
    const { fileId, ...rest } = uploaded.json<{ fileId: FileId }>();
    expect(rest).toMatchObject({ contentType: 'image/jpeg', width: 8, height: 6 });
    const media = await call({ url: `/media/${fileId}`, headers: asAda });
    expect(media.rawPayload.toString('latin1')).not.toContain(planted);
    expect(media.headers['content-type']).toBe('image/jpeg');
  });

  it('takes no notice of the content type that is claimed', async () => {
    const types = ['application/json', 'text/html', 'multipart/form-data; boundary=x', 'x/y'];
    for (const type of types) {
      const { statusCode } = await upload(photo, { ...asAda, 'content-type': type });
      expect(statusCode).toBe(200);
    }
  });

  it('refuses by name what it does not take', async () => {
    const cases = [
      { answer: await upload(photo, {}), status: 401, error: 'unauthenticated' },
      { answer: await upload(Buffer.from('GIF89a')), status: 415, error: 'not_an_image' },
      { answer: await upload(Buffer.alloc(0)), status: 415, error: 'not_an_image' },
      { answer: await upload(photo, asAda, 'other'), status: 400, error: 'invalid' },
      { answer: await upload(photo, asAda, 'a&purpose=b'), status: 400, error: 'invalid' },
      { answer: await upload(Buffer.alloc(2_097_153)), status: 413, error: 'too_large' },
      {
        answer: await upload(makePng({ width: 5000, height: 1 })),
        status: 413,
        error: 'too_large',
      },
    ];
    for (const { answer, status, error } of cases) {
      expect(answer.json()).toMatchObject({ error });
      expect(answer.statusCode).toBe(status);
    }
  });

  it('refuses a cookie that another site’s page sent along', async () => {
    const cookie = `plaza_session=${'a'.repeat(43)}`;
    const own = await upload(photo, { cookie, origin: 'http://localhost' });
    expect(own.statusCode).toBe(200);
    const foreign = await upload(photo, { cookie, origin: 'https://elsewhere.example' });
    expect(foreign.json()).toMatchObject({ error: 'forbidden' });
  });

  it('takes 30 in ten minutes', async () => {
    for (let i = 0; i < 30; i += 1) expect((await upload(photo)).statusCode).toBe(200);
    const refused = await upload(photo);
    expect(refused.json()).toMatchObject({ error: 'too_many_requests' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await upload(photo, asBo)).statusCode).toBe(200);
  });
});

describe('GET /media', () => {
  it('lets the viewer’s browser keep it, and nothing in it run', async () => {
    const { fileId } = (await upload(photo)).json<{ fileId: FileId }>();
    const { headers, statusCode } = await call({ url: `/media/${fileId}`, headers: asAda });
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'cache-control': 'private, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': 'inline; filename="photo.png"',
      'x-content-type-options': 'nosniff',
    });
    const again = { ...asAda, 'if-none-match': String(headers.etag) };
    const unchanged = await call({ url: `/media/${fileId}`, headers: again });
    expect([unchanged.statusCode, unchanged.rawPayload.length]).toEqual([304, 0]);
  });

  it('is not there for strangers, others, and unknown or odd ids', async () => {
    const { fileId } = (await upload(photo)).json<{ fileId: FileId }>();
    expect((await call({ url: `/media/${fileId}` })).statusCode).toBe(401);
    for (const id of [fileId, newId(), 'x', '%00', '..%2f..%2fetc%2fpasswd']) {
      const answer = await call({ url: `/media/${id}`, headers: asBo });
      expect(answer.json()).toMatchObject({ error: 'file_unknown' });
      expect(answer.headers['cache-control']).toBe('no-store');
    }
  });
});
