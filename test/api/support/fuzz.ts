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
  junk(): unknown;
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

const letters = Array.from('abcdefghijklmnopqrstuvwxyz0123456789_');

const pieces = ['', '{', '}', '"', '\\', '\\ud800', ',', ':', '\u0000', '9e999', '\n'];
/** Names that are dangerous as keys; short, for there are many of them. */
const nastyKeys = nasty.slice(0, 20);

export function createFuzz(random: Random, ids: readonly string[]): Fuzz {
  const sample = createSampler(random, ids);
  return {
    sample,
    mutate: (value) => mutate(random, value),
    junk: () => junk(random),
    text: () => pick(random, nasty),
    bytes: (length) => Buffer.from(random.bytes(length)),
    damage(text) {
      let out = text;
      for (let i = random.int(4); i >= 0; i -= 1) {
        const at = random.int(out.length + 1);
        out = out.slice(0, at) + pick(random, pieces) + out.slice(at + random.int(3));
      }
      return out;
    },
  };
}

function word(random: Random, minLength: number, maxLength: number): string {
  const length = minLength + random.int(Math.max(1, Math.min(maxLength, 24) - minLength + 1));
  const plain = Array.from({ length }, () => pick(random, letters));
  const first = random.int(10) === 0 ? pick(random, ['中', '🙂', 'ñ']) : plain[0];
  return [first, ...plain.slice(1)].join('');
}

function junk(random: Random, depth = 0): unknown {
  const kind = random.int(depth > 3 ? 4 : 7);
  const inner = () => junk(random, depth + 1);
  if (kind === 0) return pick(random, [null, true, false]);
  if (kind === 1) return pick(random, numbers);
  if (kind <= 3) return pick(random, nasty);
  if (kind === 4) return Array.from({ length: random.int(5) }, inner);
  const key = () => (random.int(3) === 0 ? pick(random, nastyKeys) : word(random, 1, 8));
  // Not by assignment: that would set the prototype instead of an own key.
  return Object.fromEntries(Array.from({ length: random.int(5) }, () => [key(), inner()]));
}

function mutate(random: Random, value: unknown): unknown {
  if (random.int(7) === 0) return junk(random);
  if (Array.isArray(value) && value.length > 0) {
    const at = random.int(value.length);
    const changed = [mutate(random, value[at]), value[at]].slice(random.int(2));
    return value.toSpliced(at, 1, ...changed);
  }
  if (typeof value === 'object' && value !== null) return mutateObject(random, value);
  if (typeof value === 'string' && random.int(5) < 2) return `${value}${pick(random, nasty)}`;
  return random.int(2) === 0 ? pick(random, nasty) : pick(random, numbers);
}

function mutateObject(random: Random, value: object): object {
  const entries = Object.entries(value);
  if (entries.length === 0 || random.int(5) === 0) {
    return Object.fromEntries([...entries, [pick(random, nastyKeys), junk(random)]]);
  }
  const at = random.int(entries.length);
  const [key, inner] = entries[at]!;
  const changed = random.int(10) === 0 ? [] : [[key, mutate(random, inner)] as const];
  return Object.fromEntries(entries.toSpliced(at, 1, ...(changed as [string, unknown][])));
}

function createSampler(random: Random, ids: readonly string[]): (schema: unknown) => unknown {
  function uuid(): string {
    if (random.int(5) < 3 && ids.length > 0) return pick(random, ids);
    const hex = Buffer.from(random.bytes(16)).toString('hex');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }

  function sampleText({ pattern, minLength = 0, maxLength = 40 }: Schema): string {
    if (pattern === undefined) return word(random, minLength, maxLength);
    if (pattern.includes('[0-9a-f]{8}')) return uuid();
    if (pattern.includes('T\\d{2}')) return '2026-11-22T10:30:00.000Z';
    // The PIN that people have, or nearly; the currency that there is.
    if (pattern === '^[0-9]{6}$') return random.int(4) === 0 ? '731846' : '480915';
    if (pattern.startsWith('^[a-z][a-z0-9-]')) return random.int(8) === 0 ? 'gold' : 'points';
    if (pattern === '^[0-9]{4}$') return String(1_000 + random.int(9_000));
    if (pattern.startsWith('^([01]')) return pick(random, ['00:00', '07:15', '22:30']);
    return `h${word(random, 4, 12).replaceAll(/[^a-z0-9_]/g, 'z')}`;
  }

  function sampleObject({ properties = {}, required = [] }: Schema): Record<string, unknown> {
    const names = Object.keys(properties).filter(
      (name) => required.includes(name) || random.int(2) === 0,
    );
    return Object.fromEntries(names.map((name) => [name, sample(properties[name])]));
  }

  function sampleNumber({ minimum = 0, maximum = 1_000 }: Schema): number {
    return random.int(10) === 0 ? pick(random, [minimum, maximum]) : minimum + random.int(50);
  }

  function sampleList({ minItems = 0, maxItems = 3, items = {} }: Schema): unknown[] {
    const length = minItems + random.int(Math.max(1, Math.min(maxItems, 3) - minItems + 1));
    return Array.from({ length }, () => sample(items));
  }

  function sample(input: unknown): unknown {
    const schema = input as Schema;
    if (schema.const !== undefined) return schema.const;
    if (schema.enum !== undefined) return pick(random, schema.enum);
    if (schema.anyOf !== undefined) return sample(pick(random, schema.anyOf));
    if (schema.type === 'string') return sampleText(schema);
    if (schema.type === 'boolean') return random.int(2) === 0;
    if (schema.type === 'null') return null;
    if (schema.type === 'object') return sampleObject(schema);
    if (schema.type === 'integer' || schema.type === 'number') return sampleNumber(schema);
    return schema.type === 'array' ? sampleList(schema) : junk(random);
  }
  return sample;
}
