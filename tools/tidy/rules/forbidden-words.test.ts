import { expect, test } from 'vitest';
import { findingsOf } from '../testing.ts';
import { forbiddenWords } from './forbidden-words.ts';

test.each([
  'see https://registry.example.org/x',
  ['cd ', 'work', 'main && ls'].join('/'),
  'open "/root/notes.md"',
  'as issue 12 asks',
  '-----BEGIN PRIVATE KEY-----',
])('%s is refused', (line) => {
  const path = 'docs/a.md';
  const text = line.startsWith('-----') ? `${line}\nMIIEvQ` : line;
  expect(findingsOf(forbiddenWords, { [path]: text })).toHaveLength(1);
});

test.each(['the registry of people', '/workers/a.ts', 'an issue of trust', 'tissue 5'])(
  '%s is allowed',
  (line) => expect(findingsOf(forbiddenWords, { 'docs/a.md': line })).toEqual([]),
);
