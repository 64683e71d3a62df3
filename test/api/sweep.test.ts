import { methods, type Method, type MethodName } from '@plaza/contract';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCity, type TestCity } from './support/city.ts';
import type { TestPerson } from './support/person.ts';
import { sampleOf, wrongInputs } from './support/shapes.ts';

// What holds for every method is tried on every method, from the contract's own list.

let city: TestCity;
let resident: TestPerson;
let operator: TestPerson;
beforeAll(async () => {
  city = await startCity();
  resident = await city.signUp('Ana');
  operator = await city.operator();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const nameOf = ({ name }: Method) => name as MethodName;
const closed = methods.filter(({ auth }) => auth !== 'public');

function allowed({ auth }: Method) {
  if (auth === 'public') return city.stranger;
  return auth === 'operator' ? operator : resident;
}

const notJson = [
  '',
  'null',
  '{',
  '{"a":}',
  '{"__proto__":{"a":1}}',
  '\u0000',
  '[',
  '1e',
  "{'a':1}",
];

function credentials(method: Method): Record<string, string> {
  if (method.auth === 'public') return {};
  const { token } = method.auth === 'operator' ? operator : resident;
  return { authorization: `Bearer ${token}` };
}

/** Posts bytes as they are. */
async function post(method: Method, body: string, headers: Record<string, string> = {}) {
  const answer = await fetch(`${city.origin}/rpc/${method.name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: answer.status, body: (await answer.json()) as { error: string } };
}

describe('samples', () => {
  it.each(methods)('of $name are of its form, the wrong ones are not', (method) => {
    expect(Compile(method.input).Check(sampleOf(method.input))).toBe(true);
    expect(wrongInputs(method.input).length).toBeGreaterThan(5);
  });
});

describe('malformed input', () => {
  it.each(methods)('is refused by $name', async (method) => {
    const caller = allowed(method);
    for (const input of wrongInputs(method.input)) {
      const { status, body } = await caller.send(nameOf(method), input);
      const told = `${JSON.stringify(input).slice(0, 200)} → ${JSON.stringify(body)}`;
      expect([status, (body as { error: string }).error], told).toEqual([400, 'invalid']);
    }
  });

  it.each(methods)('that is hardly JSON is refused by $name', async (method) => {
    const invalid = { status: 400, body: { error: 'invalid' } };
    const own = credentials(method);
    for (const body of [...notJson, '['.repeat(20_000)]) {
      expect(await post(method, body, own), body.slice(0, 30)).toMatchObject(invalid);
    }
    const form = { ...own, 'content-type': 'text/plain' };
    expect(await post(method, 'a=1', form)).toMatchObject(invalid);
  });

  it.each(methods)('that is too large is refused by $name', async (method) => {
    const huge = JSON.stringify({ text: 'x'.repeat(300 * 1024) });
    expect(await post(method, huge)).toMatchObject({ status: 413, body: { error: 'too_large' } });
  });

  it('is refused in frames of the socket as well', async () => {
    const socket = await resident.socket();
    for (const method of methods.filter(({ transport }) => transport === 'both')) {
      for (const input of wrongInputs(method.input)) {
        const result = await socket.call(nameOf(method), input as never);
        expect(result, `${method.name} ${JSON.stringify(input).slice(0, 200)}`).toMatchObject({
          error: 'invalid',
        });
      }
    }
    socket.close();
  });
});

describe('who may call', () => {
  const unauthenticated = { status: 401, body: { error: 'unauthenticated' } };

  it.each(closed)('$name: nobody without a session', async (method) => {
    const input = sampleOf(method.input);
    expect(await city.stranger.send(nameOf(method), input)).toMatchObject(unauthenticated);
    const body = JSON.stringify(input);
    for (const secret of ['A'.repeat(43), 'short', '', `${resident.token}x`]) {
      const bearer = { authorization: `Bearer ${secret}` };
      expect(await post(method, body, bearer)).toMatchObject(unauthenticated);
      const cookie = { cookie: `plaza_session=${secret}` };
      expect(await post(method, body, cookie)).toMatchObject(unauthenticated);
    }
  });

  const operated = methods.filter(({ auth }) => auth === 'operator');
  it.each(operated)('$name: no resident, not even to learn its form', async (method) => {
    for (const input of [sampleOf(method.input), { surelyUnknown: 1 }]) {
      const answer = await resident.send(nameOf(method), input);
      expect(answer).toMatchObject({ status: 403, body: { error: 'forbidden' } });
    }
  });

  it.each(closed)('$name: no page of another site', async (method) => {
    const body = JSON.stringify(sampleOf(method.input));
    const cookie = `plaza_session=${operator.token}`;
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ] as Record<string, string>[]) {
      const answer = await post(method, body, { cookie, ...headers });
      expect(answer).toMatchObject({ status: 403, body: { error: 'forbidden' } });
    }
  });
});
