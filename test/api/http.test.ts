import { methods } from '@plaza/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCity, type TestCity } from './support/city.ts';
import { ask, type Asked } from './support/http.ts';
import type { TestPerson } from './support/person.ts';

let city: TestCity;
let ana: TestPerson;
beforeAll(async () => {
  city = await startCity({
    env: {
      PLAZA_PUBLIC_URL: 'https://plaza.example',
      PLAZA_HOST: '127.0.0.1',
      PLAZA_TRUST_PROXY: '127.0.0.1',
    },
  });
  ana = await city.signUp('Ana');
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const get = (path: string, headers: Record<string, string> = {}) =>
  ask(city.origin, { path, headers });

/** Asks who one is, as the given headers say. */
function whoAmI(headers: Record<string, string>, change: Partial<Asked> = {}) {
  const given = { 'content-type': 'application/json', ...headers };
  const asked = { path: '/rpc/identity.getMe', method: 'POST', headers: given, body: '{}' };
  return ask(city.origin, { ...asked, ...change });
}

const behindProxy = { host: 'plaza.example', 'x-forwarded-proto': 'https' };

describe('every answer', () => {
  it.each(['/healthz', '/docs', '/openapi.json', '/rpc/none', '/nothing', '/media/x'])(
    'of %s lets nothing foreign in',
    async (path) => {
      const { headers } = await get(path);
      const policy = headers['content-security-policy'] ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/script-src[^;]*'unsafe-(inline|eval)'|https?:|\*/);
      expect(headers).toMatchObject({
        ...{ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' },
        ...{ 'cross-origin-resource-policy': 'same-origin', 'x-frame-options': 'DENY' },
      });
      // Nobody else's page may read any of it.
      expect(headers).not.toHaveProperty('access-control-allow-origin');
      expect(headers).not.toHaveProperty('x-powered-by');
    },
  );

  it('asks browsers to stay with TLS, where there is TLS', async () => {
    expect((await get('/healthz')).headers).not.toHaveProperty('strict-transport-security');
    const { headers } = await get('/healthz', behindProxy);
    expect(headers['strict-transport-security']).toMatch(/^max-age=\d{7,}/);
  });

  it('of a method is kept by no cache', async () => {
    const { headers } = await whoAmI({ authorization: `Bearer ${ana.token}` });
    expect(headers['cache-control']).toBe('no-store');
  });
});

describe('a request', () => {
  it.each(['evil.example', 'plaza.example.evil.example', 'localhost.evil.example:80'])(
    'for the host %s was not meant for us',
    async (host) => {
      for (const path of ['/healthz', '/docs', '/rpc/identity.getMe']) {
        const { status, text } = await get(path, { host });
        expect([path, status, JSON.parse(text)]).toMatchObject([
          ...[path, 403],
          { error: 'forbidden', details: { reason: 'unknown_host' } },
        ]);
      }
    },
  );

  it.each(['localhost:1', '127.0.0.1', 'PLAZA.example', '[::1]:80'])(
    'for the host %s is taken',
    async (host) => expect((await get('/healthz', { host })).status).toBe(200),
  );

  it('without a body is one with an empty input', async () => {
    const headers = { authorization: `Bearer ${ana.token}` };
    const path = '/rpc/identity.getMe';
    const { status, text } = await ask(city.origin, { path, method: 'POST', headers });
    expect([status, JSON.parse(text)]).toMatchObject([200, { handle: ana.me.handle }]);
  });

  it('for what is not there is told so in our words', async () => {
    const asked = [
      await whoAmI({}, { path: '/rpc/identity.nothing' }),
      await whoAmI({}, { path: '/rpc/__proto__' }),
      await get('/rpc/identity.getMe'),
      await whoAmI({}, { method: 'PUT' }),
    ];
    for (const { status, text } of asked) {
      expect([status, JSON.parse(text)]).toMatchObject([404, { error: 'unknown_method' }]);
    }
  });
});

describe('a cookie', () => {
  const cookie = () => ({ cookie: `theme=dark; plaza_session=${ana.token}` });

  it('counts when one of our own pages sent it', async () => {
    const ways = [
      {},
      { host: 'plaza.example', origin: 'https://plaza.example' },
      { 'sec-fetch-site': 'same-origin' },
    ] as Record<string, string>[];
    for (const headers of ways) {
      expect((await whoAmI({ ...cookie(), ...headers })).status).toBe(200);
    }
  });

  it('counts for nothing when another page sent it', async () => {
    const ways = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { host: 'plaza.example', origin: 'https://plaza.example.evil.example' },
      { host: 'plaza.example', origin: 'https://plaza.example:8443' },
      { host: 'plaza.example', origin: 'http://plaza.example' },
      { 'sec-fetch-site': 'cross-site' },
    ] as Record<string, string>[];
    for (const headers of ways) {
      const { status, text } = await whoAmI({ ...cookie(), ...headers });
      expect([status, JSON.parse(text)]).toMatchObject([
        403,
        { error: 'forbidden', details: { reason: 'foreign_origin' } },
      ]);
    }
  });

  it('is for TLS only, where there is TLS', async () => {
    const signIn = async (headers: Record<string, string>) => {
      const { handle } = ana.me;
      const device = { name: 'Browser', kind: 'desktop' };
      const body = JSON.stringify({ handle, password: ana.password, device, delivery: 'cookie' });
      const answer = await whoAmI(headers, { path: '/rpc/identity.signIn', body });
      return answer.headers['set-cookie']?.[0] ?? '';
    };
    expect(await signIn(behindProxy)).toMatch(/; HttpOnly; SameSite=Strict; Secure$/);
    // Also when the proxy does not say so, or is not one whose word counts.
    expect(await signIn({ host: 'plaza.example' })).toMatch(/; SameSite=Strict; Secure$/);
    expect(await signIn({})).toMatch(/; HttpOnly; SameSite=Strict$/);
  });
});

describe('what a machine asks', () => {
  it('is answered: lives, is ready, counts', async () => {
    expect(JSON.parse((await get('/healthz')).text)).toEqual({ status: 'ok' });
    expect(JSON.parse((await get('/readyz')).text)).toEqual({ status: 'ready' });
    const { text, status } = await get('/metrics');
    expect(status).toBe(200);
    expect(text).toMatch(/^plaza_sockets \d/m);
    expect(text).toContain('identity.signUp');
    expect(text).not.toContain(ana.me.handle);
  });

  it('of the figures is not for passers-by', async () => {
    const afar = { 'x-forwarded-for': '203.0.113.9' };
    expect((await get('/metrics', afar)).status).toBe(403);
    const bearer = { authorization: `Bearer ${ana.token}` };
    expect((await get('/metrics', { ...afar, ...bearer })).status).toBe(403);
    const operator = await city.operator();
    const mayLook = { ...afar, authorization: `Bearer ${operator.token}` };
    expect((await get('/metrics', mayLook)).status).toBe(200);
  });

  it('about the interface is written in OpenAPI, and shown', async () => {
    const { paths, openapi } = JSON.parse((await get('/openapi.json')).text) as {
      paths: Record<string, unknown>;
      openapi: string;
    };
    expect(openapi).toMatch(/^3\.1/);
    for (const { name } of methods) expect(paths).toHaveProperty([`/rpc/${name}`, 'post']);
    const page = await get('/docs');
    expect(page.headers['content-type']).toMatch(/^text\/html/);
    const files = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
    expect(files.length).toBeGreaterThan(2);
    for (const path of files) expect([path, (await get(path)).status]).toEqual([path, 200]);
    expect((await get('/docs/viewer/package.json')).status).toBe(404);
  });
});
