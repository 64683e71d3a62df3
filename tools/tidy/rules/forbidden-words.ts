import type { Rule } from '../rule.ts';

/** Told by shape, so that this list names nothing that it keeps out. */
const forbidden: readonly (readonly [RegExp, string])[] = [
  [/\bregistry\.[a-z0-9-]+\.(?:org|com|net|io|cn|dev)\b/i, 'the host of a package registry'],
  [/(?:^|[\s"'`(=:])\/(?:root|work|Users)\/[A-Za-z0-9_.-]/, "a path of somebody's machine"],
  [/\bissue #?\d+\b/i, 'the number of an issue: say what it is about'],
  [/^\s*-----BEGIN [A-Z ]*PRIVATE KEY-----\s*$/, 'a private key'],
];

/** What must never be committed: hosts and paths of a workplace, and secrets. */
export const forbiddenWords: Rule = {
  name: 'forbidden-words',
  *check(tree) {
    for (const { path, lines } of tree.files) {
      if (path === 'package-lock.json' || path.endsWith('forbidden-words.test.ts')) continue;
      for (const [index, line] of lines.entries()) {
        for (const [pattern, what] of forbidden) {
          if (pattern.test(line)) yield { path, line: index + 1, message: what };
        }
      }
    }
  },
};
