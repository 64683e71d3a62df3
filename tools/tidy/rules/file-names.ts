import type { Rule } from '../rule.ts';

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const pascal = /^[A-Z][A-Za-z0-9]*(\.test)?\.tsx$/;
const vague = /(^|-)(utils?|helpers?|manager|misc|common|impl)(\.|-|$)/;

/** Kebab-case everywhere, PascalCase for a component's file, and no name that says nothing. */
export const fileNames: Rule = {
  name: 'file-names',
  *check(tree) {
    for (const { path } of tree.files) {
      if (!/^(packages|services|test|bench|tools)\/.*\.(ts|tsx|mjs)$/.test(path)) continue;
      const name = path.slice(path.lastIndexOf('/') + 1);
      if (!kebab.test(name) && !pascal.test(name)) {
        yield { path, line: 1, message: `"${name}" is neither kebab-case nor PascalCase.tsx` };
      }
      if (vague.test(name))
        yield { path, line: 1, message: `"${name}" says nothing: name its noun` };
    }
  },
};
