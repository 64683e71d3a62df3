import type { Method, RefusalName } from '@plaza/contract';
import { createIds, manualClock, seededRandom, type PersonId, type SessionId } from '@plaza/base';
import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import type { Answer } from './answer.ts';
import { createDispatch } from './dispatch.ts';
import { Refusal } from './refusal.ts';
import type { Caller, Handler, Handlers } from './types.ts';

const echo = {
  name: 'test.echo',
  kind: 'command',
  summary: 'Says it again.',
  input: Type.Object({ text: Type.String({ maxLength: 5 }) }, { additionalProperties: false }),
  output: Type.Object({ text: Type.String() }, { additionalProperties: false }),
  refusals: ['blocked'],
  auth: 'person',
  limit: {},
  transport: 'both',
} as const satisfies Method;

const caller: Caller = {
  personId: 'p' as PersonId,
  sessionId: 's' as SessionId,
  role: 'resident',
};

type Attempt = {
  method?: Method;
  handler: Handler<typeof echo>;
  input?: unknown;
  as?: Caller | null;
  tokens?: boolean;
};

async function attempt(given: Attempt): Promise<{ answer: Answer; faults: object[] }> {
  const faults: object[] = [];
  const quiet = () => undefined;
  const log = { error: (fields: object) => void faults.push(fields), warn: quiet, info: quiet };
  const dispatch = createDispatch({
    log: { ...log, debug: quiet, child: () => ({ ...log, debug: quiet }) as never },
    limits: {
      take: () => (given.tokens === false ? { ok: false, retryAfterMs: 7 } : { ok: true }),
    } as never,
    metrics: { startCall: () => quiet } as never,
    newId: createIds(manualClock(), seededRandom(1)),
    checkOutputs: true,
  });
  const method = given.method ?? echo;
  dispatch.register({ echo: method }, { echo: given.handler as Handler<Method> });
  const answer = await dispatch.call({
    method: method.name,
    input: given.input ?? { text: 'hi' },
    caller: given.as === undefined ? caller : given.as,
    origin: { address: '127.0.0.1', transport: 'http', setSessionCookie: quiet },
    signal: new AbortController().signal,
  });
  return { answer, faults };
}

const same: Handler<typeof echo> = async ({ text }) => ({ text });

function errorOf(answer: Answer): string {
  return answer.kind === 'refusal' ? answer.error : answer.kind;
}

describe('dispatch', () => {
  it('answers what the handler gives', async () => {
    const { answer } = await attempt({ handler: same });
    expect(answer).toEqual({ kind: 'output', output: { text: 'hi' } });
  });

  it.each<[string, Attempt, RefusalName]>([
    ['a stranger', { handler: same, as: null }, 'unauthenticated'],
    [
      'a resident at an operator’s method',
      { handler: same, method: { ...echo, auth: 'operator' } },
      'forbidden',
    ],
    ['who is suspended', { handler: same, as: { ...caller, isSuspended: true } }, 'suspended'],
    [
      'a suspended operator',
      {
        handler: same,
        as: { ...caller, role: 'operator', isSuspended: true },
        method: { ...echo, auth: 'operator' },
      },
      'suspended',
    ],
    ['an empty bucket', { handler: same, tokens: false }, 'too_many_requests'],
    ['a wrong type', { handler: same, input: { text: 5 } }, 'invalid'],
    ['a field too many', { handler: same, input: { text: 'a', other: 1 } }, 'invalid'],
    ['a text too long', { handler: same, input: { text: 'abcdef' } }, 'invalid'],
    ['NUL in a text', { handler: same, input: { text: 'a\u0000' } }, 'invalid'],
    ['half a surrogate pair', { handler: same, input: { text: '\ud800' } }, 'invalid'],
    [
      'a call while the database is away',
      {
        handler: () => Promise.reject(Object.assign(new Error('no'), { code: 'ECONNREFUSED' })),
      },
      'unavailable',
    ],
    ['a declared refusal', { handler: async (_input, call) => call.refuse('blocked') }, 'blocked'],
  ])('refuses %s', async (_what, given, expected) => {
    const { answer, faults } = await attempt(given);
    expect(errorOf(answer)).toBe(expected);
    expect(faults).toEqual([]);
  });

  it('lets the suspended call what is for them', async () => {
    const method: Method = { ...echo, whileSuspended: true };
    const as: Caller = { ...caller, isSuspended: true };
    const { answer } = await attempt({ handler: same, method, as });
    expect(answer.kind).toBe('output');
  });

  it('takes the suspended for nobody where anybody may call', async () => {
    const seen: (Caller | null)[] = [];
    const handler: Handler<typeof echo> = async (input, call) => {
      seen.push(call.caller);
      return input;
    };
    const method: Method = { ...echo, auth: 'public' };
    await attempt({ handler, method, as: { ...caller, isSuspended: true } });
    await attempt({ handler, method });
    expect(seen).toEqual([null, caller]);
  });

  it.each<[string, Handler<typeof echo>]>([
    ['an exception', () => Promise.reject(new Error('secret detail'))],
    ['an undeclared refusal', () => Promise.reject(new Refusal('not_group'))],
    ['an output against the contract', async () => ({ text: 5 }) as never],
  ])('makes a fault of %s, which the wire does not tell', async (_what, handler) => {
    const { answer, faults } = await attempt({ handler });
    expect(answer.kind).toBe('fault');
    expect(faults).toHaveLength(1);
    expect(JSON.stringify(answer)).not.toContain('secret detail');
  });
});

describe('the types', () => {
  it('do not let a handler be missing or refuse what is not declared', () => {
    // @ts-expect-error -- `echo` has no handler
    const missing: Handlers<{ echo: typeof echo }> = {};
    // @ts-expect-error -- `not_group` is not declared by the method
    const undeclared: Handler<typeof echo> = async (_input, call) => call.refuse('not_group');
    // @ts-expect-error -- there is no such refusal at all
    const unknown: Handler<typeof echo> = async (_input, call) => call.refuse('no_such_refusal');
    expect([missing, undeclared, unknown]).toHaveLength(3);
  });
});
