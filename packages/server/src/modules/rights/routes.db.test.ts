import { secureRandom, systemClock, type SessionId } from '@plaza/base';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSecret } from '../../kernel/auth/index.ts';
import { createAuthenticateRequest, createHttpServer } from '../../kernel/http/index.ts';
import type { Caller } from '../../kernel/rpc/index.ts';
import { registerExportRoute } from './routes.ts';
import { openTestRights, type TestRights } from './testing.ts';

let city: TestRights;
let app: FastifyInstance;
let caller: Caller;
const token = createSecret(secureRandom);

beforeAll(async () => {
  city = await openTestRights();
  const personId = await city.newPerson('resident_http');
  caller = { personId, sessionId: city.newId<SessionId>(), role: 'resident' };
  const authenticate = async (secret: string) => (secret === token ? caller : null);
  app = createHttpServer({
    ...{ log: city.log, newId: city.newId, clock: systemClock, tls: null, trustProxy: false },
    hostNames: new Set<string>(),
  });
  const authenticateRequest = createAuthenticateRequest(authenticate);
  registerExportRoute(app, { rights: city.rights, authenticateRequest });
});
afterAll(async () => {
  await app?.close();
  await city?.[Symbol.asyncDispose]();
});

async function begin(): Promise<string> {
  const outcome = await city.rights.beginExport(caller);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value.path;
}

function get(path: string, headers: Record<string, string> = {}) {
  return app.inject({ url: path, headers: { host: 'localhost', ...headers } });
}

const signedIn = { authorization: `Bearer ${token}` };

describe('GET /export/<ticket>', () => {
  test('gives the ZIP as a download that nothing may keep or show as a page', async () => {
    const answer = await get(await begin(), signedIn);
    expect(answer.statusCode).toBe(200);
    expect(answer.rawPayload.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
    expect(answer.headers).toMatchObject({
      'content-type': 'application/zip',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    });
    expect(answer.headers['content-disposition']).toMatch(
      /^attachment; filename="plaza-[\w-]+.zip"$/,
    );
  });

  test('the path alone opens nothing, and is not used up by trying', async () => {
    const path = await begin();
    expect((await get(path)).statusCode).toBe(401);
    const cookie = `plaza_session=${token}`;
    const foreign = { cookie, origin: 'https://evil.example' };
    expect((await get(path, foreign)).statusCode).toBe(403);
    expect((await get(path, { cookie, 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await get(path, { cookie, 'sec-fetch-site': 'same-origin' })).statusCode).toBe(200);
    expect((await get(path, signedIn)).statusCode).toBe(404);
  });

  test('is not used up by who only asks how large it is', async () => {
    const url = await begin();
    const headers = { host: 'localhost', ...signedIn };
    expect((await app.inject({ method: 'HEAD', url, headers })).statusCode).toBe(404);
    expect((await get(url, signedIn)).statusCode).toBe(200);
  });

  test.each(['/export/wrong', `/export/${'x'.repeat(180)}`, '/export/%00', '/export/..%2f'])(
    '%s is nothing',
    async (path) => {
      expect((await get(path, signedIn)).statusCode).toBe(404);
    },
  );
});
