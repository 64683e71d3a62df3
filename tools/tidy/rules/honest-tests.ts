import { isTest } from '../places.ts';
import type { Rule } from '../rule.ts';

const focused = /^(it|test|describe|suite)(\.\w+)*\.only$/;
const skipped = /^(it|describe|suite)\.(skip|todo)$/;
const mocks = /^(vi|jest)\.(mock|doMock)$/;

/** No test is focused, put aside or fed a mock of our own code. */
export const honestTests: Rule = {
  name: 'honest-tests',
  *check(tree) {
    for (const { path, facts } of tree.files) {
      if (!isTest(path)) continue;
      for (const { name, line } of facts?.calls ?? []) {
        if (focused.test(name)) yield { path, line, message: `${name} hides every other test` };
        if (skipped.test(name)) yield { path, line, message: `${name}: mend it or delete it` };
        if (mocks.test(name)) yield { path, line, message: `${name}: use the real thing` };
      }
    }
  },
};
