import { expect, test } from 'vitest';
import { sectionOf, sectionsOf } from './sections.ts';

test('a name stands under its letter, Chinese names by pinyin', () => {
  const letters = ['Ana', 'élise', 'Ñandú', '林晓', '王芳', '张伟', '吴强', '安'].map(sectionOf);
  expect(letters).toEqual(['A', 'E', 'N', 'L', 'W', 'Z', 'W', 'A']);
  expect(['سارة', '7up', '', '🎉'].map(sectionOf)).toEqual(['#', '#', '#', '#']);
});

test('sections follow the alphabet, what has no letter comes last', () => {
  const people = ['Zoe', 'سارة', 'ana', 'Álex', '安'].map((name) => ({ name }));
  const sections = sectionsOf(people, 'en').map(({ letter, items }) => [
    letter,
    ...items.map(({ name }) => name),
  ]);
  expect(sections).toEqual([
    ['A', 'Álex', 'ana', '安'],
    ['Z', 'Zoe'],
    ['#', 'سارة'],
  ]);
});
