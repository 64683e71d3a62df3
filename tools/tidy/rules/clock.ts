import { clockPlaces, isTestSupport, matchesAny } from '../places.ts';
import type { Rule } from '../rule.ts';

const restricted = new Set([
  'Date',
  'Date.now',
  'new Date()',
  'performance.now',
  'process.hrtime',
  'process.hrtime.bigint',
  'Math.random',
  'setTimeout',
  'setInterval',
  'globalThis.setTimeout',
  'globalThis.setInterval',
  'randomUUID',
  'randomBytes',
  'randomInt',
  'getRandomValues',
  'crypto.randomUUID',
  'crypto.randomBytes',
  'crypto.randomInt',
  'crypto.getRandomValues',
  'globalThis.crypto.randomUUID',
  'globalThis.crypto.getRandomValues',
  'webcrypto.getRandomValues',
]);

/** Time and randomness come from base, so that a simulation replays from its seed. */
export const clock: Rule = {
  name: 'clock',
  *check(tree) {
    for (const { path, facts } of tree.files) {
      if (facts === undefined || matchesAny(clockPlaces, path) || isTestSupport(path)) continue;
      for (const use of [...facts.calls, ...facts.members]) {
        if (!restricted.has(use.name) || isDuplicate(use, facts.calls, facts.members)) continue;
        yield { path, line: use.line, message: `${use.name}: take clock or random as a dep` };
      }
      for (const use of facts.imports) {
        if (!/^(node:)?timers(\/promises)?$/.test(use.specifier)) continue;
        yield { path, line: use.line, message: `${use.specifier}: take clock as a dep` };
      }
    }
  },
};

type Use = { readonly name: string; readonly line: number };

/** A call of a member shows up in both lists; it is told once. */
function isDuplicate(use: Use, calls: readonly Use[], members: readonly Use[]): boolean {
  return (
    calls.includes(use) &&
    members.some((other) => other.name === use.name && other.line === use.line)
  );
}
