import { createIds, secureRandom, systemClock } from '@plaza/base';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../log/index.ts';
import { createMetrics } from '../metrics/index.ts';
import { createAuthenticateRequest, createHttpServer, registerHealthRoutes } from './index.ts';

const lost = () => Promise.reject(new Error('the database is away'));
let app: FastifyInstance;
let ready: () => Promise<boolean>;
beforeEach(() => {
  app = createHttpServer({
    clock: systemClock,
    log: createLog({ level: 'silent' }),
    newId: createIds(systemClock, secureRandom),
    ...{ tls: null, trustProxy: false, hostNames: new Set(['plaza.example']) },
  });
  registerHealthRoutes(app, {
    ready: () => ready(),
    metrics: createMetrics({ clock: systemClock }),
    authenticateRequest: createAuthenticateRequest(async () => null),
  });
});
afterEach(() => app.close());

const get = async (
  url: string,
  headers: Record<string, string> = {},
  remoteAddress = '127.0.0.1',
) =>
  (await app.inject({ url, headers: { host: 'localhost:8080', ...headers }, remoteAddress }))
    .statusCode;

it('is not ready while its database is away', async () => {
  ready = lost;
  expect(await get('/readyz')).toBe(503);
  expect(await get('/healthz')).toBe(200);
  ready = async () => true;
  expect(await get('/readyz')).toBe(200);
});

describe('the figures', () => {
  it('are for programs on this machine', async () => {
    expect(await get('/metrics')).toBe(200);
    expect(await get('/metrics', { host: '127.0.0.1:8080' }, '::1')).toBe(200);
    expect(await get('/metrics', {}, '203.0.113.9')).toBe(403);
  });

  it('are not for those whom a proxy on this machine lets in', async () => {
    expect(await get('/metrics', { host: 'plaza.example' })).toBe(403);
    expect(await get('/metrics', { 'x-forwarded-for': '203.0.113.9' })).toBe(403);
    expect(await get('/metrics', { forwarded: 'for=203.0.113.9' })).toBe(403);
  });
});
