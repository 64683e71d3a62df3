import { Compile } from 'typebox/compile';
import type { TSchema } from 'typebox';

/** The part of JSON Schema that the contract uses. */
type Schema = {
  type?: string;
  const?: unknown;
  enum?: readonly unknown[];
  anyOf?: readonly Schema[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
};

/** A small value that a schema allows. */
export function sampleOf(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.anyOf !== undefined) return sampleOf(schema.anyOf[0] ?? {});
  if (schema.type === 'string') return sampleText(schema);
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 0;
  if (schema.type === 'boolean') return false;
  if (schema.type === 'array') {
    return Array.from({ length: schema.minItems ?? 0 }, () => sampleOf(schema.items ?? {}));
  }
  const { properties = {}, required = [] } = schema;
  const entries = required.map((key) => [key, sampleOf(properties[key] ?? {})] as const);
  return Object.fromEntries(entries);
}

/** Digits, a time of day, a point in time: one of them fits every pattern of the contract. */
const likely = [
  ...['somebody', '480915', '4809', '22:30', '2026-11-22T10:30:00.000Z', '2026-11-22'],
  // A pay code, and the code of a payout in cash.
  ...['130061098828009406', '48091548'],
  // Of the back end of a shop: the number of a certificate, an app, somebody there.
  ...['4A'.repeat(20), 'wx0123456789abcdef', `o${'x'.repeat(27)}`],
];

function sampleText({ pattern, minLength = 0 }: Schema): string {
  if (pattern?.includes('[0-9a-f]{8}') === true) return crypto.randomUUID();
  if (pattern === undefined) return 'x'.repeat(Math.max(minLength, 1));
  return likely.find((text) => new RegExp(pattern, 'u').test(text)) ?? 'somebody';
}

const strays: unknown[] = [null, true, 7.5, -1, 1e21, '', 'x\u0000', '\ud800', [], [[]], {}];

function wrongValues(schema: Schema): unknown[] {
  const values = [...strays];
  for (const each of [schema, ...(schema.anyOf ?? [])]) {
    if (each.maxLength !== undefined) values.push('x'.repeat(each.maxLength + 1));
    if (each.maxItems !== undefined) {
      values.push(Array.from({ length: each.maxItems + 1 }, () => sampleOf(each.items ?? {})));
    }
    if (each.properties !== undefined) values.push({ ...(sampleOf(each) as object), surely: 1 });
  }
  return values;
}

/** Text that no database takes is refused for every method, beyond what a schema can say. */
function hasBadText(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\u0000') || !value.isWellFormed();
  return typeof value === 'object' && value !== null && Object.values(value).some(hasBadText);
}

/** Inputs that are wrong in one place each, as far as the schema goes. */
export function wrongInputs(schema: TSchema): unknown[] {
  const shape = schema as Schema;
  const good = sampleOf(shape) as Record<string, unknown>;
  const wrong: unknown[] = ['text', 7, true, [], [good], { ...good, surelyUnknown: 1 }];
  for (const key of shape.required ?? []) {
    const { [key]: _, ...rest } = good;
    wrong.push(rest);
  }
  for (const [key, of] of Object.entries(shape.properties ?? {})) {
    wrong.push(...wrongValues(of).map((value) => ({ ...good, [key]: value })));
  }
  const check = Compile(schema);
  return wrong.filter((value) => hasBadText(value) || !check.Check(value));
}
