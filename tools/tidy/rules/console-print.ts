import { consolePlaces, isTestSupport, matchesAny } from '../places.ts';
import type { Rule } from '../rule.ts';

/** The product writes to its log, which is structured and redacted; only the CLI prints. */
export const consolePrint: Rule = {
  name: 'console',
  *check(tree) {
    for (const { path, facts } of tree.files) {
      if (matchesAny(consolePlaces, path) || isTestSupport(path)) continue;
      for (const use of facts?.members ?? []) {
        if (!use.name.startsWith('console.')) continue;
        yield { path, line: use.line, message: `${use.name}: write to the log` };
      }
    }
  },
};
