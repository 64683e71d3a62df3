import { expect, it } from 'vitest';
import { parseTags } from './tags.ts';

it('reads tags separated by commas of any script, each once', () => {
  expect(parseTags(' work, 食谱，work、旅行 ,, ')).toEqual(['work', '食谱', '旅行']);
});

it('cuts what is too long and what is too many', () => {
  expect(parseTags('x'.repeat(30))).toEqual(['x'.repeat(20)]);
  expect(parseTags(Array.from({ length: 30 }, (_, n) => `t${n}`).join())).toHaveLength(20);
});
