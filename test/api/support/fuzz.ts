import { pick, type Random } from '@plaza/base';

/** A part of JSON Schema: what the contract uses. */
type Schema = {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
};

/** Makes input that is right, nearly right, or wrong in every way that one can think of. */
export type Fuzz = {
  /** Input as the schema wants it; ids are real ones half of the time. */
  sample(schema: unknown): unknown;
  /** The value with one place of it changed. */
  mutate(value: unknown): unknown;
  /** Any JSON. */
  junk(depth?: number): unknown;
  text(): string;
  /** JSON with a few characters changed, so that it is hardly JSON any more. */
  damage(text: string): string;
  bytes(length: number): Buffer;
};

const nasty = [
  ...['', ' ', '\u0000', 'a\u0000b', '\ud800', 'x\udfff', '\ufeff', '\u202eabc', '\r\n', '\u2028'],
  ...['__proto__', 'constructor', 'toString', 'null', 'undefined', 'NaN', '1e999', 'true', '[]'],
  ...["'; drop table chat_entry; --", '%', '_', '\\', '%00', '%%%', '$1', '${7*7}', '{{7*7}}'],
  ...['../../../../etc/passwd', 'file:///etc/passwd', '<script>alert(1)</script>', '🏳️‍🌈', '한국어'],
  ...['x'.repeat(201), '🙂'.repeat(2_001), 'y'.repeat(70_000), '0'.repeat(400), '{'.repeat(500)],
  ...['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
];

const numbers = [0, -0, 1, -1, 0.5, 1e308, -1e308, 5e-324, 2 ** 31, 2 ** 53, -(2 ** 53), 2 ** 63];

const nearText = 'abcdefghijklmnopqrstuvwxyz0123456789_';

export function createFuzz(random: Random, ids: readonly string[]): Fuzz {
  const chance = (share: number) => random.float() < share;

  function word(minLength: number, maxLength: number): string {
    const length = minLength + random.int(Math.max(1, Math.min(maxLength, 24) - minLength + 1));
    const letters = Array.from({ length }, () => pick(random, [...nearText]));
    return chance(0.1) ? `${pick(random, ['中', '🙂', 'ñ'])}${letters.slice(1).join('')}` : letters.join('');
  }

  function uuid(): string {
    if (chance(0.6) && ids.length > 0) return pick(random, ids);
    const hex = Buffer.from(random.bytes(16)).toString('hex');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }

  function sampleText({ pattern, minLength = 0, maxLength = 40 }: Schema): string {
    if (pattern === undefined) return word(minLength, maxLength);
    if (pattern.includes('[0-9a-f]{8}')) return uuid();
    if (pattern.includes('T\\d{2}')) return '2026-11-22T10:30:00.000Z';
    return `h${word(4, 12).replaceAll(/[^a-z0-9_]/g, 'z')}`;
  }

  function sampleObject({ properties = {}, required = [] }: Schema): Record<string, unknown> {
    const names = Object.keys(properties).filter((name) => required.includes(name) || chance(0.5));
    return Object.fromEntries(names.map((name) => [name, sample(properties[name])]));
  }

  function sample(input: unknown): unknown {
    const schema = input as Schema;
    if (schema.const !== undefined) return schema.const;
    if (schema.enum !== undefined) return pick(random, schema.enum);
    if (schema.anyOf !== undefined) return sample(pick(random, schema.anyOf));
    if (schema.type === 'string') return sampleText(schema);
    if (schema.type === 'boolean') return chance(0.5);
    if (schema.type === 'null') return null;
    if (schema.type === 'object') return sampleObject(schema);
    if (schema.type === 'integer' || schema.type === 'number') {
      const { minimum = 0, maximum = 1_000 } = schema;
      return chance(0.1) ? pick(random, [minimum, maximum]) : minimum + random.int(50);
    }
    if (schema.type === 'array') {
      const { minItems = 0, maxItems = 3, items = {} } = schema;
      const length = minItems + random.int(Math.max(1, Math.min(maxItems, 3) - minItems + 1));
      return Array.from({ length }, () => sample(items));
    }
    return junk();
  }

  function junk(depth = 0): unknown {
    const kind = random.int(depth > 3 ? 4 : 7);
    if (kind === 0) return pick(random, [null, true, false]);
    if (kind === 1) return pick(random, numbers);
    if (kind <= 3) return pick(random, nasty);
    if (kind === 4) return Array.from({ length: random.int(5) }, () => junk(depth + 1));
    const keys = Array.from({ length: random.int(5) }, () =>
      chance(0.3) ? pick(random, nasty.slice(0, 20)) : word(1, 8),
    );
    // Not by assignment: that would set the prototype instead of an own key.
    return Object.fromEntries(keys.map((key) => [key, junk(depth + 1)]));
  }

  function mutate(value: unknown): unknown {
    if (chance(0.15)) return junk();
    if (Array.isArray(value) && value.length > 0) {
      const at = random.int(value.length);
      return value.flatMap((item, i) => (i === at ? [mutate(item), item].slice(random.int(2)) : [item]));
    }
    if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value);
      if (entries.length === 0 || chance(0.2)) {
        return Object.fromEntries([...entries, [pick(random, nasty.slice(0, 20)), junk()]]);
      }
      const at = random.int(entries.length);
      if (chance(0.1)) return Object.fromEntries(entries.filter((_, i) => i !== at));
      return Object.fromEntries(entries.map(([key, inner], i) => [key, i === at ? mutate(inner) : inner]));
    }
    if (typeof value === 'string' && chance(0.4)) return `${value}${pick(random, nasty)}`;
    return chance(0.5) ? pick(random, nasty) : pick(random, numbers);
  }

  function damage(text: string): string {
    let out = text;
    for (let i = random.int(4); i >= 0; i -= 1) {
      const at = random.int(out.length + 1);
      const piece = pick(random, ['', '{', '}', '"', '\\', '\\ud800', ',', ':', '\u0000', '9e999', '\n']);
      out = out.slice(0, at) + piece + out.slice(at + random.int(3));
    }
    return out;
  }

  return {
    ...{ sample, mutate, junk, damage },
    text: () => pick(random, nasty),
    bytes: (length) => Buffer.from(random.bytes(length)),
  };
}
