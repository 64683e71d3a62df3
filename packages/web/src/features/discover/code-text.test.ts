import { expect, test } from 'vitest';
import { understand } from './code-text.ts';

const origin = 'https://plaza.example';

test('codes of this server lead to their place in the app', () => {
  expect(understand(' https://plaza.example/u#abc ', origin)).toEqual({
    kind: 'path',
    path: '/u#abc',
  });
  expect(understand('https://plaza.example/q#xyz', origin)).toMatchObject({ path: '/q#xyz' });
});

test('the same path on another server is only a link', () => {
  expect(understand('https://evil.example/q#xyz', origin)).toMatchObject({ kind: 'link' });
  expect(understand('http://plaza.example/q#xyz', origin)).toMatchObject({ kind: 'link' });
});

test('nothing but http becomes a link', () => {
  expect(understand('javascript:alert(1)', origin)).toMatchObject({ kind: 'text' });
  expect(understand('hello', origin)).toEqual({ kind: 'text', text: 'hello' });
});
