import { methods } from '@plaza/contract';
import { describe, expect, it } from 'vitest';
import { createLog, type LogLevel } from './index.ts';

const planted = 'planted-Hx7';

function record(level: LogLevel = 'debug') {
  const lines: string[] = [];
  const log = createLog({ level, destination: { write: (line) => void lines.push(line) } });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, any> };
}

/** The names of all fields below a schema. */
function* fieldNames(schema: unknown): Generator<string> {
  if (typeof schema !== 'object' || schema === null) return;
  const { properties } = schema as { properties?: object };
  yield* Object.keys(properties ?? {});
  for (const inner of Object.values(schema)) yield* fieldNames(inner);
}

/** Fields that look secret and are not, with the reason. */
const harmless = new Set([
  'findableByCode', // a switch
  'joinApproval', // a switch
  'passkeyId', // public by design
  'passkey', // name and times
  'passkeys',
  'passkeyCount',
  'hasPassword',
  'hasPin',
  'recoveryCodesLeft',
  'secretSetAt', // a time
]);
const looksSecret =
  /pass|secret|token|code|cookie|authori[sz]|ticket|credential|pin$|approval|private|v3key/i;
const texts = [
  ...['text', 'draft', 'message', 'note', 'reason', 'signature', 'search', 'query', 'caption'],
  ...['question', 'options', 'items', 'nickname', 'muteWords', 'facts', 'ground', 'answer'],
  ...['evidence', 'digits'],
];

describe('a secret', () => {
  const names = new Set(methods.flatMap(({ input, output }) => [...fieldNames([input, output])]));
  const secret = [...names].filter((name) => looksSecret.test(name) && !harmless.has(name));

  it('is looked for under the names that the contract really uses', () => {
    const some = ['password', 'newPassword', 'currentPassword', 'secret', 'token', 'code'];
    expect(secret).toEqual(expect.arrayContaining([...some, 'recoveryCodes', 'ticket']));
    expect(secret).toEqual(expect.arrayContaining(['pin', 'currentPin', 'newPin', 'approval']));
  });

  const headers = ['cookie', 'Set-Cookie', 'set-cookie', 'authorization', 'Authorization'];
  it.each([...secret, ...headers])('in the field %s is never written', (name) => {
    const { log, lines } = record();
    const value = { [name]: planted };
    log.error(value, 'x');
    log.error({ input: value }, 'x');
    log.error({ a: { b: value } }, 'x');
    log.error({ a: { b: { c: value } } }, 'x');
    log.error({ list: [value] }, 'x');
    log.error({ [name]: [planted] }, 'x');
    log.error({ [name]: { inner: planted } }, 'x');
    log.child(value).error({}, 'x');
    log.child({ call: value }).error({}, 'x');
    expect(lines).toHaveLength(9);
    expect(lines.join()).not.toContain(planted);
    expect(lines.join()).toContain('redacted');
  });
});

describe('what people write', () => {
  it.each(texts)('in the field %s is never written', (name) => {
    const { log, lines } = record();
    log.error({ [name]: planted }, 'x');
    log.error({ frame: { entry: { body: { [name]: planted } } } }, 'x');
    log.error({ a: { b: { c: { d: { e: { [name]: planted } } } } } }, 'x');
    expect(lines.join()).not.toContain(planted);
  });

  it('is not told by an error of the database either', () => {
    const { log, lines, last } = record();
    const error = Object.assign(new Error('violates check constraint "x"'), {
      ...{ code: '23514', table: 'some_table', constraint: 'x' },
      ...{ detail: `Failing row contains (${planted}).`, where: planted, query: planted },
    });
    log.error({ err: new Error('outer', { cause: error }) }, 'fault');
    log.error({ err: new AggregateError([error], 'several') }, 'fault');
    log.error({ deep: { err: error } }, 'fault');
    expect(lines.join()).not.toContain(planted);
    expect(last().deep.err).toMatchObject({ code: '23514', table: 'some_table' });
    expect(JSON.parse(lines[0]!).err.cause).toMatchObject({ code: '23514', constraint: 'x' });
    expect(JSON.parse(lines[0]!).err.stack).toContain('log.test.ts');
  });
});

describe('a line', () => {
  it('is one JSON object with level, time, fields and sentence', () => {
    const { log, last } = record();
    log.info({ count: 3, big: 12n, at: new Date(0), none: null, code: 4001 }, 'it happened');
    expect(last()).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      ...{ count: 3, big: '12', at: '1970-01-01T00:00:00.000Z', none: null, code: 4001 },
      msg: 'it happened',
    });
  });

  it('carries what its log was bound to', () => {
    const { log, last } = record();
    log.child({ part: 'jobs' }).child({ worker: 1 }).warn({ n: 2 }, 'x');
    expect(last()).toMatchObject({ level: 'warn', part: 'jobs', worker: 1, n: 2 });
  });

  it('stays small and whole, whatever is logged', () => {
    const { log, lines, last } = record();
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`k${i}`, 'v']));
    log.error({ circle }, 'x');
    log.error({ long: 'x'.repeat(100_000), list: Array.from({ length: 9_999 }, () => 1) }, 'x');
    log.error({ bytes: new Uint8Array(1_000_000) }, 'x');
    expect(last()['bytes']).toBe('[1000000 bytes]');
    log.error(many, 'x');
    log.error({ err: 'a text thrown', undefined: undefined, symbol: Symbol('s') }, 'x');
    expect(lines).toHaveLength(5);
    for (const line of lines) expect(line.length).toBeLessThan(5_000);
  });

  it('is left out below the level', () => {
    const { log, lines } = record('warn');
    log.debug({}, 'x');
    log.info({}, 'x');
    log.child({}).info({}, 'x');
    log.warn({}, 'x');
    log.error({}, 'x');
    expect(lines).toHaveLength(2);
    const silent = record('silent');
    silent.log.error({}, 'x');
    expect(silent.lines).toEqual([]);
  });
});
