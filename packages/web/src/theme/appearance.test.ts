import { expect, test } from 'vitest';
import { parseAppearance } from './appearance.ts';

test('what was kept is taken, value by value', () => {
  expect(parseAppearance('{"theme":"dark","textPercent":130}')).toEqual({
    theme: 'dark',
    textPercent: 130,
  });
  expect(parseAppearance('{"theme":"purple","textPercent":115}')).toEqual({
    theme: 'system',
    textPercent: 115,
  });
});

test('nothing, or nonsense, is the default', () => {
  const usual = { theme: 'system', textPercent: 100 };
  expect(parseAppearance(null)).toEqual(usual);
  expect(parseAppearance('{')).toEqual(usual);
  expect(parseAppearance('{"textPercent":"huge"}')).toEqual(usual);
});
