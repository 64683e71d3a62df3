import type { Rule } from '../rule.ts';

const marker = new RegExp(`\\b(${['FIX' + 'ME', 'TO' + 'DO', 'X' + 'XX', 'HACK'].join('|')})\\b`);

/** Work left to do belongs in the tracker; a marker in the source is never read again. */
export const markers: Rule = {
  name: 'markers',
  *check(tree) {
    for (const { path, facts, lines } of tree.files) {
      const found =
        facts?.comments ??
        (path.endsWith('.sql') ? lines.map((value, index) => ({ value, line: index + 1 })) : []);
      for (const comment of found) {
        const word = marker.exec(comment.value)?.[1];
        if (word !== undefined) yield { path, line: comment.line, message: `${word} left behind` };
      }
    }
  },
};
