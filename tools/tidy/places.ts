/**
 * Where a file stands in the house. The layer matrix, the exceptions and the entry points are
 * data here, so that a rule never hides a list of its own.
 */
export type Layer =
  | 'base'
  | 'contract'
  | 'client'
  | 'kernel'
  | 'module'
  | 'server'
  | 'web'
  | 'mini'
  | 'service'
  | 'program'
  | 'test'
  | 'bench'
  | 'tools'
  | 'root';

export interface Place {
  readonly layer: Layer;
  /** The module, kernel part, web feature or service the file belongs to, if any. */
  readonly part: string;
}

const patterns: readonly (readonly [RegExp, Layer])[] = [
  [/^packages\/base\/src\/()/, 'base'],
  [/^packages\/contract\/src\/()/, 'contract'],
  [/^packages\/client\/src\/()/, 'client'],
  [/^packages\/server\/src\/kernel\/([^/]+?)(?:\/|(?:\.test|\.db\.test)?\.ts$)/, 'kernel'],
  [/^packages\/server\/src\/modules\/([^/]+)\//, 'module'],
  [/^packages\/server\/src\/()/, 'server'],
  [/^packages\/web\/src\/features\/([^/]+)\//, 'web'],
  [/^packages\/web\/src\/()/, 'web'],
  [/^packages\/mini\/([^/]+)\//, 'mini'],
  [/^services\/([^/]+)\/program\//, 'program'],
  [/^services\/([^/]+)\//, 'service'],
  [/^test\/()/, 'test'],
  [/^bench\/()/, 'bench'],
  [/^tools\/()/, 'tools'],
];

/** The layer and part of a path; anything else counts as the root. */
export function placeOf(path: string): Place {
  for (const [pattern, layer] of patterns) {
    const match = pattern.exec(path);
    if (match) return { layer, part: match[1] ?? '' };
  }
  return { layer: 'root', part: '' };
}

/** A target is allowed as a whole, only as types, or not at all (absent). */
export type Allowance = 'all' | 'types';

/** Who may import whom. What is absent is forbidden; a layer may always import itself. */
export const mayImport: Record<Layer, Partial<Record<Layer, Allowance>>> = {
  base: {},
  contract: { base: 'all' },
  client: { base: 'all', contract: 'types' },
  kernel: { base: 'all', contract: 'all', server: 'types' },
  module: { base: 'all', contract: 'all', kernel: 'all' },
  server: { base: 'all', contract: 'all', kernel: 'all', module: 'all' },
  web: { base: 'all', client: 'all', contract: 'types', mini: 'all' },
  mini: { base: 'all', client: 'all', contract: 'types' },
  service: { base: 'all', contract: 'types', client: 'all' },
  program: {},
  test: { base: 'all', contract: 'all', client: 'all', server: 'all', kernel: 'all', tools: 'all' },
  bench: {
    base: 'all',
    contract: 'all',
    client: 'all',
    server: 'all',
    kernel: 'all',
    module: 'all',
    tools: 'all',
    test: 'all',
  },
  tools: { base: 'all', contract: 'all', client: 'all', server: 'all', kernel: 'all' },
  root: { tools: 'all' },
};

/** The npm packages (and Node's own modules) a layer may use; absent means any declared one. */
export const npmAllowed: Partial<Record<Layer, readonly RegExp[]>> = {
  base: [],
  contract: [/^typebox(\/|$)/],
  client: [],
  program: [],
};

/** Tests and what exists only for them: more may be imported there, and sizes differ. */
export function isTest(path: string): boolean {
  return /\.(test|spec)\.tsx?$/.test(path) || path.startsWith('test/');
}

/** Support code beside the product that only tests load, such as `testing.ts`. */
export function isTestSupport(path: string): boolean {
  return isTest(path) || /(^|\/)testing(-[a-z0-9-]+)?(\.ts$|\/)/.test(path);
}

/** Where real time, timers and randomness may be read; everything else takes them as deps. */
export const clockPlaces: readonly RegExp[] = [
  /^packages\/base\/src\//,
  /^packages\/server\/src\/(main|compose)\.ts$/,
  /^packages\/server\/src\/kernel\/clock(\/|\.)/,
  /^packages\/server\/src\/cli(\/|\.|-)/,
  /^packages\/web\//,
  /^(test|bench|tools)\//,
];

/** Where the environment may be read. */
export const environmentPlaces: readonly RegExp[] = [
  /^packages\/server\/src\/config(\.ts$|\/)/,
  /^(test|bench|tools)\//,
  /^[^/]+\.ts$/,
  /^packages\/web\/[^/]+\.ts$/,
];

/** Where printing to the terminal is the purpose. */
export const consolePlaces: readonly RegExp[] = [
  /^packages\/server\/src\/cli(\/|\.|-)/,
  /^(test|bench|tools)\//,
];

/** Files that nothing imports because something outside starts them. */
export const entryPoints: readonly RegExp[] = [
  /^[^/]+\.(ts|mjs)$/,
  /^packages\/[^/]+\/(build\/)?[^/]+\.(ts|mjs)$/,
  /^packages\/server\/src\/main\.ts$/,
  /^packages\/server\/src\/cli\/main\.ts$/,
  /^packages\/web\/src\/(main|index)\.tsx?$/,
  /^packages\/web\/src\/(sw|service-worker)\.ts$/,
  /\.d\.ts$/,
  /^bench\/[^/]+\.ts$/,
  /^tools\/[^/]+\.ts$/,
  /^tools\/[^/]+\/main\.ts$/,
  /^services\/[^/]+\/server\/main\.ts$/,
];

/** True when one of the patterns matches. */
export function matchesAny(patternList: readonly RegExp[], path: string): boolean {
  return patternList.some((pattern) => pattern.test(path));
}
