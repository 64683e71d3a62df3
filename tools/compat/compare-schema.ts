import type { Schema } from '../generate/schema.ts';

/**
 * An input must still take everything that it took; an output must still be what it was, though
 * it may gain fields, words and kinds, which clients ignore.
 */
export type Direction = 'input' | 'output';

/** A document whose references are followed. */
export type Resolve = (schema: Schema) => Schema;

export interface Side {
  readonly schema: Schema;
  readonly resolve: Resolve;
}

/** Every way in which the new schema breaks a client that was written against the old one. */
export function compareSchemas(was: Side, is: Side, at: string, direction: Direction): string[] {
  return compare({ was, is, at, direction, seen: new Set() });
}

interface Pair {
  readonly was: Side;
  readonly is: Side;
  readonly at: string;
  readonly direction: Direction;
  readonly seen: ReadonlySet<string>;
}

function compare(pair: Pair): string[] {
  const was = pair.was.resolve(pair.was.schema);
  const is = pair.is.resolve(pair.is.schema);
  const key = `${pair.was.schema.$ref ?? ''} ${pair.is.schema.$ref ?? ''}`;
  if (key.length > 1 && pair.seen.has(key)) return [];
  const seen = key.length > 1 ? new Set([...pair.seen, key]) : pair.seen;
  if (was.anyOf !== undefined || is.anyOf !== undefined) {
    return compareChoices({ ...pair, seen }, was.anyOf ?? [was], is.anyOf ?? [is]);
  }
  if (isAnything(was) && isAnything(is)) return [];
  if (kindOf(was) !== kindOf(is)) return judgeKinds(pair, was, is);
  return [
    ...compareWords(pair, was, is),
    ...compareLimits(pair, was, is),
    ...compareFields({ ...pair, seen }, was, is),
    ...compareItems({ ...pair, seen }, was, is),
  ];
}

function isAnything(schema: Schema): boolean {
  return kindOf(schema) === 'anything';
}

function kindOf(schema: Schema): string {
  if (schema.const !== undefined) return schema.const === null ? 'null' : typeof schema.const;
  if (schema.enum !== undefined) return typeof schema.enum[0];
  return schema.type === undefined ? 'anything' : String(schema.type);
}

function judgeKinds({ at, direction }: Pair, was: Schema, is: Schema): string[] {
  const from = kindOf(was);
  const to = kindOf(is);
  const isWider = to === 'anything' || (from === 'integer' && to === 'number');
  const isNarrower = from === 'anything' || (from === 'number' && to === 'integer');
  if (direction === 'input' ? isWider : isNarrower) return [];
  return [`${at}: was ${from}, is ${to}`];
}

/** Each old choice needs a new one that does not break it; an output must not gain `null`. */
function compareChoices(pair: Pair, was: readonly Schema[], is: readonly Schema[]): string[] {
  const { at, direction } = pair;
  const problems = was.flatMap((old) => {
    const tries = is.map((now) => compare({ ...pair, ...sides(pair, old, now) }));
    if (tries.some((found) => found.length === 0)) return [];
    // An output may stop saying something; an input must go on taking it.
    const isGone = !is.some((now) => tagOf(pair.is, now) === tagOf(pair.was, old));
    if (direction === 'output' && isGone) return [];
    const sameTag = is.findIndex((now) => tagOf(pair.is, now) === tagOf(pair.was, old));
    return tries[sameTag] ?? [`${at}: no longer takes ${tagOf(pair.was, old)}`];
  });
  const oldTags = new Set(was.map((old) => tagOf(pair.was, old)));
  const gained = is.map((now) => tagOf(pair.is, now)).filter((tag) => !oldTags.has(tag));
  const kinds = gained.filter((tag) => direction === 'output' && !tag.includes('='));
  return [...problems, ...kinds.map((kind) => `${at}: may now be ${kind}`)];
}

function sides(pair: Pair, was: Schema, is: Schema): { was: Side; is: Side } {
  return { was: { ...pair.was, schema: was }, is: { ...pair.is, schema: is } };
}

/** What tells one choice of a union from the others: its constant field, else its kind. */
function tagOf(side: Side, choice: Schema): string {
  const schema = side.resolve(choice);
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    if (field.const !== undefined) return `${name}=${JSON.stringify(field.const)}`;
  }
  return kindOf(schema);
}

function compareWords({ at, direction }: Pair, was: Schema, is: Schema): string[] {
  const before = wordsOf(was);
  const after = wordsOf(is);
  if (after === undefined) {
    const opened = before !== undefined && direction === 'output';
    return opened ? [`${at}: was one of fixed words, is any`] : [];
  }
  if (before === undefined) {
    return direction === 'input' ? [`${at}: takes only fixed words now`] : [];
  }
  if (direction === 'output') return [];
  return before
    .filter((word) => !after.includes(word))
    .map((word) => `${at}: no longer takes ${JSON.stringify(word)}`);
}

function wordsOf(schema: Schema): readonly unknown[] | undefined {
  return schema.const === undefined ? schema.enum : [schema.const];
}

const lowerBounds = ['minLength', 'minimum', 'minItems'] as const;
const upperBounds = ['maxLength', 'maximum', 'maxItems'] as const;

/** An input may only loosen its limits; an output may only tighten them. */
function compareLimits({ at, direction }: Pair, was: Schema, is: Schema): string[] {
  const [outer, inner] = direction === 'input' ? [is, was] : [was, is];
  const say = (name: string, from: unknown, to: unknown) =>
    `${at}: ${name} was ${from ?? 'open'}, is ${to ?? 'open'}`;
  const lower = lowerBounds.filter((b) => (outer[b] ?? -Infinity) > (inner[b] ?? -Infinity));
  const upper = upperBounds.filter((b) => (outer[b] ?? Infinity) < (inner[b] ?? Infinity));
  const broken = [...lower, ...upper].map((bound) => say(bound, was[bound], is[bound]));
  const isPatternBroken = outer.pattern !== undefined && outer.pattern !== inner.pattern;
  return isPatternBroken ? [...broken, say('pattern', was.pattern, is.pattern)] : broken;
}

function compareFields(pair: Pair, was: Schema, is: Schema): string[] {
  const before = was.properties ?? {};
  const after = is.properties ?? {};
  const common = Object.entries(before).flatMap(([name, old]) => {
    const now = after[name];
    if (now === undefined) return [`${pair.at}.${name}: removed`];
    return compare({ ...pair, ...sides(pair, old, now), at: `${pair.at}.${name}` });
  });
  return [...common, ...compareRequired(pair, was, is)];
}

function compareRequired({ at, direction }: Pair, was: Schema, is: Schema): string[] {
  const before = was.required ?? [];
  const after = is.required ?? [];
  if (direction === 'input') {
    return after.filter((f) => !before.includes(f)).map((f) => `${at}.${f}: now required`);
  }
  const kept = Object.keys(is.properties ?? {});
  return before
    .filter((f) => !after.includes(f) && kept.includes(f))
    .map((f) => `${at}.${f}: no longer always there`);
}

function compareItems(pair: Pair, was: Schema, is: Schema): string[] {
  if (was.items === undefined || is.items === undefined) return [];
  return compare({ ...pair, ...sides(pair, was.items, is.items), at: `${pair.at}[]` });
}
