import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { device, password, startCity, type TestCity } from './support/city.ts';
import { makePng, postUpload } from './support/files.ts';
import { newClientId, openDirect, text } from './support/talk.ts';

// The one city whose limits are those of a real one: a handful of people, made once.
let city: TestCity;
beforeAll(async () => {
  city = await startCity({ env: { PLAZA_LIMIT_FACTOR: '1' } });
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

async function rpc(method: string, input: unknown, token?: string) {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  const body = JSON.stringify(input);
  return fetch(`${city.origin}/rpc/${method}`, { method: 'POST', headers, body });
}

describe('the limits', () => {
  it('stop a person who uploads too much', async () => {
    const ana = await city.signUp('Ana');
    const statuses = [];
    let last: Response | null = null;
    for (let i = 0; i < 31; i += 1) {
      last = await postUpload(ana, i === 0 ? makePng() : Buffer.from('no image'));
      statuses.push(last.status);
    }
    expect(statuses).toEqual([200, ...Array<number>(29).fill(415), 429]);
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('stop a person who sends too fast, tell when to go on, and nobody else', async () => {
    const [ana, wei] = await city.contacts('Ana', 'Wei');
    const conversationId = await openDirect(ana, wei);
    const socket = await ana.socket();
    const send = () =>
      socket.call('chat.sendMessage', {
        ...{ conversationId, clientId: newClientId(), message: text('Hello') },
      });
    const results = await Promise.all(Array.from({ length: 60 }, send));
    const refused = results.filter(({ ok }) => !ok);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({
      error: 'too_many_requests',
      details: { retryAfterMs: expect.any(Number) },
    });
    const other = { conversationId, clientId: newClientId(), message: text('Me too') };
    expect((await wei.call('chat.sendMessage', other)).ok).toBe(true);
    socket.close();
  });

  it('stop an address that signs people up, and operators see it', async () => {
    const operator = await city.operator();
    const input = { displayName: 'Bot', locale: 'en', password, device, delivery: 'token' };
    const statuses: number[] = [];
    let last: Response | null = null;
    for (let i = 0; i < 11; i += 1) {
      last = await rpc('identity.signUp', { ...input, handle: `bot_${i}`, password: 'x' });
      statuses.push(last.status);
    }
    // Refused input costs a try as well.
    expect(new Set(statuses)).toEqual(new Set([400, 429]));
    const body = (await last?.json()) as { details: { retryAfterMs: number } };
    const { retryAfterMs } = body.details;
    expect(body).toMatchObject({ error: 'too_many_requests' });
    expect(Number(last?.headers.get('retry-after'))).toBe(Math.ceil(retryAfterMs / 1000));
    expect(retryAfterMs).toBeLessThanOrEqual(60_000);
    const { limits } = await operator.must('operator.listLimits', {});
    const mine = limits.find(({ method }) => method === 'identity.signUp');
    expect(mine?.refused).toBeGreaterThan(0);
  });

  it('stop a guesser before the account’s own lock is asked', async () => {
    const guess = { password: 'x', device, delivery: 'token' };
    // All at once, because on a slow machine each second lets another one in.
    const tries = Array.from({ length: 40 }, async (_, index) => {
      const answer = await rpc('identity.signIn', { ...guess, handle: `nobody_${index}` });
      return answer.status;
    });
    const statuses = await Promise.all(tries);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    expect(statuses.filter((status) => status === 401).length).toBeGreaterThanOrEqual(20);
  });
});
