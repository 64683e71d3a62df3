import { environmentPlaces, isTestSupport, matchesAny } from '../places.ts';
import type { Rule } from '../rule.ts';

/** Settings are read once, in config.ts, so that every one is declared, checked and listed. */
export const environment: Rule = {
  name: 'environment',
  *check(tree) {
    for (const { path, facts } of tree.files) {
      if (matchesAny(environmentPlaces, path) || isTestSupport(path)) continue;
      for (const use of facts?.members ?? []) {
        if (use.name !== 'process.env') continue;
        yield { path, line: use.line, message: 'process.env is read only in config.ts' };
      }
      for (const use of facts?.imports ?? []) {
        const isEnv = /^(node:)?process$/.test(use.specifier) && use.names.includes('env');
        if (isEnv) yield { path, line: use.line, message: 'process.env is read only in config.ts' };
      }
    }
  },
};
