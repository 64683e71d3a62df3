import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  makeJpeg,
  makePng as drawPng,
  makeWebp,
  planted,
} from '../../packages/server/src/kernel/files/testing-images.ts';
import { startCity, type TestCity } from './support/city.ts';
import { makePng, postUpload, upload } from './support/files.ts';
import type { TestPerson } from './support/person.ts';
import { noId } from './support/talk.ts';

let city: TestCity;
let ana: TestPerson;
beforeAll(async () => {
  city = await startCity();
  ana = await city.signUp('Ana');
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

function media(fileId: string, headers: Record<string, string> = {}): Promise<Response> {
  const authorization = `Bearer ${ana.token}`;
  return fetch(`${city.origin}/media/${fileId}`, { headers: { authorization, ...headers } });
}

async function errorOf(answer: Response): Promise<string> {
  return ((await answer.json()) as { error: string }).error;
}

describe('an upload', () => {
  const size = { width: 20, height: 10 };
  const images = [
    ['image/png', drawPng(size)],
    ['image/jpeg', makeJpeg(size)],
    ['image/webp', makeWebp(size)],
  ] as const;

  it.each(images)('of %s keeps the picture and nothing else', async (contentType, bytes) => {
    const answer = await postUpload(ana, bytes);
    const told = (await answer.json()) as { fileId: string };
    expect(told).toMatchObject({ contentType, ...size });
    const file = await media(told.fileId);
    expect(file.headers.get('content-type')).toBe(contentType);
    const kept = Buffer.from(await file.arrayBuffer());
    expect(kept.includes(planted)).toBe(false);
    expect(kept.length).toBeLessThan(bytes.length);
  });

  it('is an image of a size that one can show, for a purpose that there is', async () => {
    const bad = await postUpload(ana, Buffer.from('<svg onload="alert(1)"/>'));
    expect([bad.status, await errorOf(bad)]).toEqual([415, 'not_an_image']);
    const wide = await postUpload(ana, drawPng({ width: 5000, height: 10 }));
    expect([wide.status, await errorOf(wide)]).toEqual([413, 'too_large']);
    const heavy = await postUpload(ana, Buffer.alloc(2 * 1024 * 1024 + 1));
    expect([heavy.status, await errorOf(heavy)]).toEqual([413, 'too_large']);
    const unknown = await postUpload(ana, makePng(), 'anything');
    expect([unknown.status, await errorOf(unknown)]).toEqual([400, 'invalid']);
    const empty = await postUpload(ana, Buffer.alloc(0));
    expect(empty.status).toBeGreaterThanOrEqual(400);
  });

  it('needs a session, and no page of another site', async () => {
    const stranger = await postUpload({ origin: city.origin, token: 'none' }, makePng());
    expect([stranger.status, await errorOf(stranger)]).toEqual([401, 'unauthenticated']);
    const foreign = await fetch(`${city.origin}/upload?purpose=photo`, {
      method: 'POST',
      headers: { cookie: `plaza_session=${ana.token}`, origin: 'https://evil.example' },
      body: new Uint8Array(makePng()),
    });
    expect([foreign.status, await errorOf(foreign)]).toEqual([403, 'forbidden']);
  });
});

describe('a file', () => {
  it('is no page: nothing in it may run, and no cache shares it', async () => {
    const { fileId } = await upload(ana, makePng());
    const { headers, status } = await media(fileId);
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
    expect(headers.get('content-disposition')).toBe('inline; filename="photo.png"');
    const again = await media(fileId, { 'if-none-match': headers.get('etag') ?? '' });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it('is not there for strangers, and one that does not exist for nobody', async () => {
    const { fileId } = await upload(ana, makePng());
    const stranger = await fetch(`${city.origin}/media/${fileId}`);
    expect([stranger.status, await errorOf(stranger)]).toEqual([401, 'unauthenticated']);
    for (const id of [noId<string>(), 'no-id', '..%2f..%2fetc%2fpasswd', '%00']) {
      const answer = await media(id);
      expect([id, answer.status, await errorOf(answer)]).toEqual([id, 404, 'file_unknown']);
    }
  });
});
