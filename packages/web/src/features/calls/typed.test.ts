import type { PersonId } from '@plaza/base';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TypedLine } from './state.ts';
import { transcriptOf, withTyped } from './typed.ts';

const ana = 'ana' as PersonId;

it('ends at what was typed last, however late and often the rest comes', () => {
  const told = fc.array(
    fc.record({ line: fc.nat(3), revision: fc.nat(9), text: fc.constantFrom('a', 'ab', 'abc') }),
  );
  fc.assert(
    fc.property(told, (all) => {
      // One revision is one text: of the same revision the first one counts here.
      const first = new Map<string, (typeof all)[number]>();
      for (const typed of all) {
        const key = `${typed.line} ${typed.revision}`;
        if (!first.has(key)) first.set(key, typed);
      }
      const lines = all.reduce<readonly TypedLine[]>(
        (known, typed) =>
          withTyped(known, ana, first.get(`${typed.line} ${typed.revision}`) ?? typed),
        [],
      );
      for (const { line, revision, text } of lines) {
        const newest = Math.max(...all.filter((t) => t.line === line).map((t) => t.revision));
        expect(revision).toBe(newest);
        expect(text).toBe(first.get(`${line} ${newest}`)?.text);
      }
    }),
  );
});

it('keeps lines in the order in which they were begun, without empty ones', () => {
  let lines: readonly TypedLine[] = [];
  lines = withTyped(lines, ana, { line: 0, revision: 1, text: '' });
  lines = withTyped(lines, ana, { line: 0, revision: 2, text: 'hello' });
  lines = withTyped(lines, 'wei' as PersonId, { line: 0, revision: 1, text: '你好' });
  lines = withTyped(lines, ana, { line: 1, revision: 1, text: 'x' });
  lines = withTyped(lines, ana, { line: 1, revision: 2, text: '' });
  expect(transcriptOf(lines, (id) => id)).toBe('ana: hello\nwei: 你好');
});
