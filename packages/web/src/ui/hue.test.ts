import { expect, test } from 'vitest';
import { hueOf, initialOf } from './hue.ts';

test('the hue of an id never changes and many ids spread over the circle', () => {
  expect(hueOf('a')).toBe(hueOf('a'));
  const hues = new Set(Array.from({ length: 200 }, (_, n) => hueOf(`person-${n}`)));
  expect(hues.size).toBe(12);
});

test('an initial is one whole letter of any script', () => {
  expect(initialOf(' ana')).toBe('A');
  expect(initialOf('林晓')).toBe('林');
  expect(initialOf('👩‍🚒 Eva')).toBe('👩‍🚒');
  expect(initialOf('')).toBe('');
});
