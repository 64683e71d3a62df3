import type { Rule } from '../rule.ts';

/** A file that does not parse would slip past every other rule. */
export const parse: Rule = {
  name: 'parse',
  *check(tree) {
    for (const { path, facts } of tree.files) {
      for (const message of facts?.errors ?? []) yield { path, line: 1, message };
    }
  },
};
