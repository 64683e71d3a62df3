import { seededRandom, type Random } from '@plaza/base';

// Vocabularies whose words are as frequent as in natural language: the n-th is said about 1/n as
// often as the first. They are made from syllables and signs; no text of anybody is used.

export type Script = 'latin' | 'han' | 'hangul';
export type Vocabulary = {
  script: Script;
  /** The words, the most frequent first. */
  words: readonly string[];
  draw(random: Random): string;
};

const heads = 'b c ch d f g h j k l m n p qu r s sh t tr v w st pl gr'.split(' ');
const vowels = 'a e i o u ai ea ou ie'.split(' ');
const tails = ['', '', '', 'n', 'r', 's', 't', 'l', 'm', 'nd', 'st'];
const common =
  'the i you to a and it of in is me that my for on are we so ok no yes be have not was at with ' +
  'do this what your go now will can tomorrow home work lunch thanks see good time meet late';

/** Picks by weight in constant time (Vose's alias method). */
function aliasOf(weights: readonly number[]): (random: Random) => number {
  const count = weights.length;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const share = Float64Array.from(weights, (weight) => (weight * count) / total);
  const alias = new Int32Array(count);
  const [small, large]: [number[], number[]] = [[], []];
  for (let n = 0; n < count; n += 1) ((share[n] as number) < 1 ? small : large).push(n);
  while (small.length > 0 && large.length > 0) {
    const [less, more] = [small.pop() as number, large.at(-1) as number];
    alias[less] = more;
    share[more] = (share[more] as number) + (share[less] as number) - 1;
    if ((share[more] as number) < 1) small.push(large.pop() as number);
  }
  for (const rest of [...small, ...large]) share[rest] = 1;
  return (random) => {
    const n = Math.floor(random.float() * count);
    return random.float() < (share[n] as number) ? n : (alias[n] as number);
  };
}

const zipf = (count: number, shift: number) =>
  Array.from({ length: count }, (_, rank) => 1 / (rank + 1 + shift));

function vocabulary(script: Script, given: Iterable<string>, next: () => string, size: number) {
  const words = new Set(given);
  while (words.size < size) words.add(next());
  const list = [...words];
  const pickWord = aliasOf(zipf(list.length, 1.5));
  return { script, words: list, draw: (random: Random) => list[pickWord(random)] as string };
}

function latin(random: Random): Vocabulary {
  const any = (list: readonly string[]) => list[random.int(list.length)] as string;
  const next = () => {
    const syllables = 1 + random.int(4);
    const parts = Array.from({ length: syllables }, () => any(heads) + any(vowels) + any(tails));
    return parts.join('');
  };
  return vocabulary('latin', common.split(' '), next, 60_000);
}

/** Words of one to three signs, some of which are in very many words. */
function signs(script: Script, random: Random, from: number, count: number): Vocabulary {
  // Neighbours in Unicode look alike and are alike rare, so their order is mixed.
  const order = Array.from({ length: count }, (_, n) => from + ((n * 7_919) % count));
  const pickSign = aliasOf(zipf(count, 20));
  const sign = () => String.fromCodePoint(order[pickSign(random)] as number);
  const single = order.slice(0, 120).map((point) => String.fromCodePoint(point));
  const next = () => {
    const length = random.float() < 0.75 ? 2 : 3;
    return Array.from({ length }, sign).join('');
  };
  return vocabulary(script, single, next, 40_000);
}

export function openVocabularies(seed: number): Record<Script, Vocabulary> {
  const random = seededRandom(seed);
  return {
    latin: latin(random),
    han: signs('han', random, 0x4e00, 4_000),
    hangul: signs('hangul', random, 0xac00, 1_800),
  };
}

const shares: readonly (readonly [Script, number])[] = [
  ['latin', 0.5],
  ['han', 0.35],
  ['hangul', 0.15],
];

/** In which script people of a conversation write. */
export function scriptOf(conversation: number): Script {
  let rest = ((conversation * 2_654_435_761) >>> 0) / 2 ** 32;
  for (const [script, share] of shares) {
    if (rest < share) return script;
    rest -= share;
  }
  return 'latin';
}

/** A message of natural length: many of two or three words, some of fifty. */
export function sentence({ script, draw }: Vocabulary, random: Random): string {
  const count = Math.min(60, 1 + Math.floor(-Math.log(1 - random.float()) * 7));
  const words = Array.from({ length: count }, () => draw(random));
  if (script !== 'han') return words.join(' ');
  return words.map((word, n) => (n > 0 && n % 6 === 0 ? `，${word}` : word)).join('');
}
