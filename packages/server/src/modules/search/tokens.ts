import { fold } from './fold.ts';

// Words of scripts with spaces are found by how they begin, signs of scripts without spaces
// anywhere: 上海 in 我家在上海东边. What is found is decided by `matches` on the message itself;
// tokens only say where to look, so they may promise too much and never too little.

const unspaced =
  '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\u30fc\\p{sc=Hangul}\\p{sc=Bopomofo}' +
  '\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}\\p{sc=Tibetan}\\p{sc=Yi}' +
  '\\p{sc=Tai_Le}\\p{sc=New_Tai_Lue}\\p{sc=Tai_Tham}\\p{sc=Javanese}\\p{sc=Balinese}';
const pattern =
  `(?<inside>[[${unspaced}]&&[\\p{L}\\p{N}\\p{M}\\u30fc]]+)` +
  `|(?<word>[[\\p{L}\\p{N}\\p{M}]--[${unspaced}]]+)` +
  '|(?<emoji>[\\p{Extended_Pictographic}]|[\\u{1f1e6}-\\u{1f1ff}]{2})';
const parts = new RegExp(pattern, 'gv');

/** Beginnings of words that are tokens; one of another length is looked up by the next shorter. */
const prefixLengths = [2, 3, 4, 6, 8];
const longestPrefix = 8;

/** What must be in a message: `inside` anywhere, `word` at the beginning of a word. */
export type Term = { kind: 'inside' | 'word'; text: string };

function splitFolded(folded: string): Term[] {
  const found: Term[] = [];
  for (const { 0: text, groups } of folded.matchAll(parts)) {
    found.push({ kind: groups?.['word'] === undefined ? 'inside' : 'word', text });
  }
  return found;
}

/** What a text consists of, for finding it. */
export const splitText = (text: string): Term[] => splitFolded(fold(text));

function addWord(tokens: Set<string>, word: string): void {
  // Nearly all letters are one code unit; a cut through a pair is cut alike in the query.
  if (word.length === 1) tokens.add(`.${word}`);
  for (const length of prefixLengths) {
    if (length > word.length) return;
    tokens.add(`_${word.slice(0, length)}`);
  }
}

function addInside(tokens: Set<string>, run: string): void {
  let before = '';
  for (const sign of run) {
    tokens.add(sign);
    if (before !== '') tokens.add(before + sign);
    before = sign;
  }
}

/** The tokens of a text that is to be found. */
export function tokensOf(text: string, tokens = new Set<string>()): Set<string> {
  for (const part of splitText(text)) {
    if (part.kind === 'word') addWord(tokens, part.text);
    else addInside(tokens, part.text);
  }
  return tokens;
}

/** What somebody looks for: every term once, and none that a longer one says already. */
export function termsOf(query: string): Term[] {
  const all = splitText(query);
  return all.filter(({ kind, text }, index) => {
    const covers = (other: Term, at: number) =>
      other.kind === kind &&
      (kind === 'word' && text.length > 1 ? other.text.startsWith(text) : other.text === text) &&
      (other.text !== text || at < index) &&
      at !== index;
    return !all.some(covers);
  });
}

/** Tokens that every message with this term has; the rarest first, as far as one can tell. */
export function lookupTokens({ kind, text }: Term): string[] {
  if (kind === 'word') {
    if (text.length === 1) return [`.${text}`];
    const lengths = prefixLengths.filter((length) => length <= text.length);
    return [`_${text.slice(0, lengths.at(-1) ?? longestPrefix)}`];
  }
  const signs = [...text];
  if (signs.length === 1) return [text];
  return [...new Set(signs.slice(1).map((sign, index) => `${signs[index]}${sign}`))];
}

/** Whether every term is in the text. */
export function matches(text: string, terms: readonly Term[]): boolean {
  const folded = fold(text);
  let words: string[] | null = null;
  const beginsWord = (term: string) => {
    words ??= splitFolded(folded).flatMap((part) => (part.kind === 'word' ? [part.text] : []));
    return words.some((word) => (term.length === 1 ? word === term : word.startsWith(term)));
  };
  return terms.every(({ kind, text: term }) =>
    kind === 'inside' ? folded.includes(term) : beginsWord(term),
  );
}
