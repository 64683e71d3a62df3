/** The first character of each letter in the order of Pinyin; I, U and V begin no syllable. */
const pinyinStarts: readonly (readonly [string, string])[] = [
  ['A', '阿'],
  ['B', '八'],
  ['C', '嚓'],
  ['D', '哒'],
  ['E', '妸'],
  ['F', '发'],
  ['G', '旮'],
  ['H', '哈'],
  ['J', '讥'],
  ['K', '咔'],
  ['L', '垃'],
  ['M', '妈'],
  ['N', '拏'],
  ['O', '噢'],
  ['P', '妑'],
  ['Q', '七'],
  ['R', '呥'],
  ['S', '仨'],
  ['T', '他'],
  ['W', '穵'],
  ['X', '夕'],
  ['Y', '丫'],
  ['Z', '帀'],
];
const pinyin = new Intl.Collator('zh-Hans-u-co-pinyin');

/** The section for whatever has no letter from A to Z. */
export const otherSection = '#';

/** The letter under which a name stands: Latin letters without accents, Chinese by pinyin. */
export function sectionOf(name: string): string {
  const first = [...name.trim()][0] ?? '';
  if (/\p{Script=Han}/u.test(first)) {
    const found = pinyinStarts.findLast(([, start]) => pinyin.compare(start, first) <= 0);
    return found?.[0] ?? otherSection;
  }
  const letter = first.normalize('NFKD').charAt(0).toUpperCase();
  return /^[A-Z]$/.test(letter) ? letter : otherSection;
}

export type Section<T> = { letter: string; items: readonly T[] };

/** Sorts by letter, then by the order of the language; what has no letter comes last. */
export function sectionsOf<T extends { name: string }>(
  items: readonly T[],
  locale: string,
): Section<T>[] {
  const order = new Intl.Collator(locale);
  const byLetter = new Map<string, T[]>();
  for (const item of items) {
    const letter = sectionOf(item.name);
    byLetter.set(letter, [...(byLetter.get(letter) ?? []), item]);
  }
  const rank = (letter: string) => (letter === otherSection ? '~' : letter);
  return [...byLetter]
    .sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1))
    .map(([letter, found]) => ({
      letter,
      items: found.sort((a, b) => order.compare(a.name, b.name)),
    }));
}
