import { describe, expect, test } from 'vitest';
import { eventsDocument } from '../generate/events.ts';
import { openApi } from '../generate/openapi.ts';
import type { Schema } from '../generate/schema.ts';
import { compareSchemas } from './compare-schema.ts';
import { compareInterfaces } from './compare.ts';
import type { Interface } from './compare.ts';

const side = (schema: Schema) => ({ schema, resolve: (one: Schema) => one });
const input = (was: Schema, is: Schema) => compareSchemas(side(was), side(is), 'x', 'input');
const output = (was: Schema, is: Schema) => compareSchemas(side(was), side(is), 'x', 'output');
const fields = (
  properties: Record<string, Schema>,
  required = Object.keys(properties),
): Schema => ({
  type: 'object',
  properties,
  required,
});
const text: Schema = { type: 'string' };
const nothing: Schema = { type: 'null' };
const words = (...list: string[]): Schema => ({ type: 'string', enum: list });
const tagged = (...tags: string[]): Schema => ({
  anyOf: tags.map((tag) => fields({ type: { const: tag, type: 'string' } })),
});

describe('an input', () => {
  test.each<[string, Schema, Schema]>([
    ['loses a field', fields({ a: text, b: text }), fields({ a: text })],
    ['requires a new field', fields({ a: text }), fields({ a: text, b: text })],
    ['requires an old field', fields({ a: text }, []), fields({ a: text })],
    ['takes shorter text', { ...text, maxLength: 9 }, { ...text, maxLength: 8 }],
    ['limits what had no limit', text, { ...text, maxLength: 8 }],
    ['asks for more', { type: 'integer', minimum: 0 }, { type: 'integer', minimum: 1 }],
    ['takes fewer words', words('a', 'b'), words('a')],
    ['takes only words', text, words('a')],
    ['changes a pattern', { ...text, pattern: '^a' }, { ...text, pattern: '^b' }],
    ['changes its kind', text, { type: 'integer' }],
    ['takes no null any more', { anyOf: [text, nothing] }, text],
    ['loses a kind of a union', tagged('a', 'b'), tagged('a')],
    ['narrows inside a list', { type: 'array', items: text }, { type: 'array', items: words('a') }],
  ])('that %s breaks', (_, was, is) => expect(input(was, is)).toHaveLength(1));

  test.each<[string, Schema, Schema]>([
    ['gains an optional field', fields({ a: text }), fields({ a: text, b: text }, ['a'])],
    ['lets a field go', fields({ a: text }), fields({ a: text }, [])],
    ['takes longer text', { ...text, maxLength: 8 }, { ...text, maxLength: 9 }],
    ['takes more words', words('a'), words('a', 'b')],
    ['takes null', text, { anyOf: [text, nothing] }],
    ['gains a kind of a union', tagged('a'), tagged('a', 'b')],
    ['takes any number', { type: 'integer' }, { type: 'number' }],
  ])('that %s breaks nothing', (_, was, is) => expect(input(was, is)).toEqual([]));
});

describe('an output', () => {
  test.each<[string, Schema, Schema]>([
    ['loses a field', fields({ a: text, b: text }), fields({ a: text })],
    ['leaves a field out at times', fields({ a: text }), fields({ a: text }, [])],
    ['may be null', text, { anyOf: [text, nothing] }],
    ['says longer text', { ...text, maxLength: 8 }, { ...text, maxLength: 9 }],
    ['says any text', words('a'), text],
    ['changes its kind', text, { type: 'integer' }],
    ['says any number', { type: 'integer' }, { type: 'number' }],
    ['breaks a kind of a union', union(text), union({ type: 'integer' })],
  ])('that %s breaks', (_, was, is) => expect(output(was, is)).toHaveLength(1));

  test.each<[string, Schema, Schema]>([
    ['gains a field', fields({ a: text }), fields({ a: text, b: text })],
    ['always has a field', fields({ a: text }, []), fields({ a: text })],
    ['is never null any more', { anyOf: [text, nothing] }, text],
    ['says shorter text', { ...text, maxLength: 9 }, { ...text, maxLength: 8 }],
    ['gains a word', words('a'), words('a', 'b')],
    ['gains a kind of a union', tagged('a'), tagged('a', 'b')],
  ])('that %s breaks nothing', (_, was, is) => expect(output(was, is)).toEqual([]));
});

function union(field: Schema): Schema {
  const kind = (tag: string) => fields({ type: { const: tag, type: 'string' }, value: field });
  return { anyOf: [kind('a'), fields({ type: { const: 'b', type: 'string' } })] };
}

describe('the whole interface', () => {
  const real = (): Interface => ({ api: openApi('1.0.0'), socket: eventsDocument('1.0.0') });

  test('is compatible with itself', () => expect(compareInterfaces(real(), real())).toEqual([]));

  test('planted breaks in the real interface are found', () => {
    const was = real();
    const is = JSON.parse(JSON.stringify(real())) as Interface;
    const paths = is.api.paths as Record<string, unknown>;
    const [path = ''] = Object.keys(paths);
    delete paths[path];
    const events = is.socket.events as Record<string, unknown>;
    const [event = ''] = Object.keys(events);
    delete events[event];
    const card = is.api.components.schemas['PersonCard']?.properties as Record<string, unknown>;
    delete card['displayName'];
    const problems = compareInterfaces(was, is);
    expect(problems).toContain(`${path}: removed`);
    expect(problems).toContain(`event ${event}: removed`);
    expect(problems.some((problem) => problem.endsWith('.displayName: removed'))).toBe(true);
  });

  test('a method that asks for more rights or leaves the socket breaks', () => {
    const is = JSON.parse(JSON.stringify(real())) as Interface;
    const socketPath = Object.entries(is.api.paths).find(
      ([, { post }]) => post['x-plaza'].transport === 'both' && post['x-plaza'].auth === 'person',
    );
    Object.assign(socketPath?.[1].post['x-plaza'] ?? {}, { auth: 'operator', transport: 'http' });
    expect(compareInterfaces(real(), is)).toEqual([
      `${socketPath?.[0]}: now only for operator`,
      `${socketPath?.[0]}: no longer on the socket`,
    ]);
  });
});
