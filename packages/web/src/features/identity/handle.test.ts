import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isHandle, suggestHandle, tidyHandle } from './handle.ts';

test('typing brings a handle to its form', () => {
  expect(tidyHandle(' @Ana Ruiz')).toBe('ana_ruiz');
});

test('a name in Latin letters suggests a handle', () => {
  expect(suggestHandle('José Ñandú')).toBe('jose_nandu');
  expect(suggestHandle('林晓')).toBe('');
  expect(suggestHandle('4 Ana')).toBe('ana');
});

test('a suggestion is empty or valid, whatever the name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      const suggested = suggestHandle(name);
      expect(suggested === '' || isHandle(suggested)).toBe(true);
    }),
  );
});
