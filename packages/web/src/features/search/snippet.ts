/** A piece of a text, and whether it is what was looked for. */
export type Piece = { text: string; isHit: boolean };

const before = 24;
const longest = 160;

/** Case, accents and width do not matter. */
function fold(point: string): string {
  return point
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();
}

type Span = { start: number; end: number };

/** Where the words stand, in order and without overlaps; in code points. */
export function spansOf(points: readonly string[], words: readonly string[]): Span[] {
  const letters = points.map(fold);
  const spans: Span[] = [];
  for (let at = 0; at < letters.length; at += 1) {
    const found = words
      .map((word) => [...word].map(fold))
      .filter((word) => word.length > 0 && word.every((letter, i) => letters[at + i] === letter))
      .sort((a, b) => b.length - a.length)[0];
    if (found === undefined) continue;
    spans.push({ start: at, end: at + found.length });
    at += found.length - 1;
  }
  return spans;
}

/** The part of a text around the first hit, with every hit marked. */
export function snippetOf(text: string, query: string): Piece[] {
  const points = [...text.replace(/\s+/gu, ' ').trim()];
  const words = query.split(/\s+/u).filter((word) => word !== '');
  const spans = spansOf(points, words);
  const start = Math.max(0, (spans[0]?.start ?? 0) - before);
  const end = Math.min(points.length, start + longest);
  const pieces: Piece[] = [];
  const push = (from: number, to: number, isHit: boolean) => {
    if (to > from) pieces.push({ text: points.slice(from, to).join(''), isHit });
  };
  let at = start;
  for (const span of spans) {
    if (span.start >= end) break;
    push(at, span.start, false);
    push(span.start, Math.min(span.end, end), true);
    at = Math.min(span.end, end);
  }
  push(at, end, false);
  if (start > 0) pieces.unshift({ text: '…', isHit: false });
  if (end < points.length) pieces.push({ text: '…', isHit: false });
  return pieces;
}
