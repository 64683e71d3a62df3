import { manualClock, secureRandom, systemClock } from '@plaza/base';
import { createPublicKey, verify } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKeyPair } from './encrypt.ts';
import { createPost, type Post } from './post.ts';
import { mustAlwaysShow, serviceOrigins } from './services.ts';
import { createVapid } from './vapid.ts';
import { isTimeZone, minuteOfDay } from './wall-clock.ts';

describe('services', () => {
  const known = serviceOrigins(['known']);
  it.each([
    ['https://fcm.googleapis.com/fcm/send/abc', true],
    ['https://updates.push.services.mozilla.com/wpush/v2/abc', true],
    ['https://web.push.apple.com/abc', true],
    ['https://wns2-par02p.notify.windows.com/w/?token=abc', true],
    ['http://fcm.googleapis.com/fcm/send/abc', false],
    ['https://fcm.googleapis.com:8443/x', false],
    ['https://fcm.googleapis.com.example.org/x', false],
    ['https://user@fcm.googleapis.com/x', false],
    ['https://169.254.169.254/latest', false],
    ['https://localhost/x', false],
  ])('%s: %s', (endpoint, isAllowed) => {
    expect(known.judge(new URL(endpoint)) !== null).toBe(isAllowed);
  });

  it('none is none', () => {
    expect(serviceOrigins(['none']).isEmpty).toBe(true);
    expect(known.isEmpty).toBe(false);
  });

  it('knows whose subscriptions end when nothing is shown', () => {
    expect(mustAlwaysShow('https://web.push.apple.com/x')).toBe(true);
    expect(mustAlwaysShow('https://fcm.googleapis.com/x')).toBe(false);
  });
});

it('signs who the city is for half a day, and anew before that is over', () => {
  const pair = createKeyPair(secureRandom);
  const clock = manualClock(1_790_000_000_000);
  const authorize = createVapid(pair, { clock, contact: 'https://plaza.example' });
  const header = authorize('https://push.example');
  const [, token = '', k = ''] = /^vapid t=([^,]+), k=(.+)$/.exec(header) ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  expect(Buffer.from(k, 'base64url')).toEqual(pair.publicKey);
  const said = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { exp: number };
  expect(said).toMatchObject({ aud: 'https://push.example', sub: 'https://plaza.example' });
  expect(said.exp * 1000 - clock.nowMs()).toBeLessThan(24 * 3_600_000);
  const x = pair.publicKey.subarray(1, 33).toString('base64url');
  const y = pair.publicKey.subarray(33, 65).toString('base64url');
  const key = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y } });
  const bytes = Buffer.from(signature, 'base64url');
  const signed = Buffer.from(`${head}.${claims}`);
  expect(verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, bytes)).toBe(true);
  expect(authorize('https://push.example')).toBe(header);
  clock.advance(11.5 * 3_600_000);
  expect(authorize('https://push.example')).not.toBe(header);
});

it('knows what time it is on a wall elsewhere', () => {
  const at = new Date('2026-11-23T23:30:00Z');
  expect(minuteOfDay(at, 'UTC')).toBe(23 * 60 + 30);
  expect(minuteOfDay(at, 'Asia/Shanghai')).toBe(7 * 60 + 30);
  expect(minuteOfDay(at, 'Asia/Kolkata')).toBe(5 * 60);
  expect(minuteOfDay(new Date('2026-11-23T00:10:00Z'), 'UTC')).toBe(10);
  expect(isTimeZone('Mars/North')).toBe(false);
});

describe('posting', () => {
  let origin: string;
  let post: Post;
  let asked = 0;
  let answer: { status: number; headers: Record<string, string> };
  const server = createServer((request, response) => {
    asked += 1;
    request.resume();
    response.writeHead(answer.status, answer.headers).end();
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const origins = serviceOrigins([origin, 'https://*.example.org']);
    const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
    post = createPost({ origins, authorize: () => 'vapid', clock: systemClock, resolve });
  });
  afterAll(() => void server.close());
  const parcel = (endpoint: string) => ({
    ...{ endpoint, body: Buffer.from('x'), ttlSeconds: 1, urgency: 'normal' as const, topic: 't' },
  });

  it.each([
    [201, 'accepted'],
    [404, 'gone'],
    [410, 'gone'],
    [400, 'refused'],
    [403, 'refused'],
    [413, 'refused'],
    [429, 'unreachable'],
    [500, 'unreachable'],
    [302, 'refused'],
  ])('an answer of %s is %s, and no redirect is followed', async (status, outcome) => {
    answer = { status, headers: { location: `${origin}/elsewhere`, 'retry-after': '7' } };
    const before = asked;
    const posted = await post(parcel(`${origin}/x`));
    expect(posted).toEqual({ outcome, status, retryAfterMs: 7_000 });
    expect(asked).toBe(before + 1);
  });

  it('asks no host that is not allowed, nor an allowed name with a private address', async () => {
    const before = asked;
    const refused = { outcome: 'refused', status: null, retryAfterMs: null };
    expect(await post(parcel(origin.replace('127.0.0.1', '127.0.0.2')))).toEqual(refused);
    expect(await post(parcel('https://push.example.org/x'))).toEqual(refused);
    expect(await post(parcel('nonsense'))).toEqual(refused);
    expect(asked).toBe(before);
  });

  it('says that nobody is there', async () => {
    const closed = createPost({
      ...{ origins: serviceOrigins(['http://127.0.0.1:9']), authorize: () => '' },
      clock: systemClock,
    });
    const posted = await closed(parcel('http://127.0.0.1:9/x'));
    expect(posted).toEqual({ outcome: 'unreachable', status: null, retryAfterMs: null });
  });
});
