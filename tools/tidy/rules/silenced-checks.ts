import type { Rule } from '../rule.ts';

const never = /@ts-(ignore|nocheck)\b/;
const directive = /\b(?:oxlint|eslint)-disable|@ts-expect-error\b|\boxfmt-ignore\b/;
const withReason = /(?:--|@ts-expect-error:?)\s+\S+(?:\s+\S+){2,}/;

/** A check may be silenced at one place, for a reason told in or above the comment. */
export const silencedChecks: Rule = {
  name: 'silenced-checks',
  *check(tree) {
    for (const { path, facts } of tree.files) {
      const commented = new Set((facts?.comments ?? []).map((comment) => comment.line));
      for (const { value, line } of facts?.comments ?? []) {
        if (never.test(value)) {
          yield { path, line, message: 'mend the type, or use @ts-expect-error with the reason' };
        } else if (directive.test(value) && !withReason.test(value) && !commented.has(line - 1)) {
          yield { path, line, message: 'say why the check is silenced: "-- the reason"' };
        }
      }
    }
  },
};
