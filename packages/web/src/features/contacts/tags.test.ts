import { expect, test } from 'vitest';
import { tagsIn } from './tags.ts';

test('tags are parted by commas of any script, each once, not too long', () => {
  expect(tagsIn('family, work，家人、 work ,,')).toEqual(['family', 'work', '家人']);
  expect(tagsIn('x'.repeat(30))).toEqual(['x'.repeat(20)]);
  expect(tagsIn(Array.from({ length: 30 }, (_, n) => `t${n}`).join())).toHaveLength(20);
});
