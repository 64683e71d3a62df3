import { tidy } from './tidy.ts';
import type { Rule } from './rule.ts';
import { treeOf } from './tree.ts';

/** Runs one rule over planted files and returns what it says as `path:line message`. */
export function findingsOf(rule: Rule, entries: Readonly<Record<string, string>>): string[] {
  return tidy(treeOf(entries), [rule]).map(
    ({ path, line, message }) => `${path}:${line} ${message}`,
  );
}

/** A manifest with the given dependencies, as text. */
export function manifest(dependencies: Readonly<Record<string, string>> = {}): string {
  return JSON.stringify({ exports: { '.': './src/index.ts' }, dependencies });
}
