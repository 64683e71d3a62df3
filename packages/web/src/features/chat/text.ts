import type { MentionName } from './kinds/mention-names.ts';

export type TextPiece =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'mention'; text: string; personId: MentionName['personId']; isMe: boolean };

const address = /https?:\/\/[^\s<>"'`]+/giu;
const afterAddress = /[.,;:!?)\]}。，！？；：）」』、…]+$/u;

/** The address without the punctuation that a sentence put behind it; null when it is none. */
function asLink(found: string): { text: string; href: string } | null {
  // A bracket that was opened inside belongs to the address.
  const isClosed = found.endsWith(')') && found.includes('(');
  const text = isClosed ? found : found.replace(afterAddress, '');
  if (!URL.canParse(text)) return null;
  const { protocol, href, host } = new URL(text);
  return host !== '' && (protocol === 'http:' || protocol === 'https:') ? { text, href } : null;
}

/** Splits a message into text and web addresses. Nothing else of it is ever understood. */
export function splitLinks(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(address)) {
    const link = asLink(match[0]);
    if (link === null) continue;
    if (match.index > end) pieces.push({ kind: 'text', text: text.slice(end, match.index) });
    pieces.push({ kind: 'link', ...link });
    end = match.index + link.text.length;
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) });
  return pieces;
}

/** A letter or digit after a name makes it the beginning of another one; of Han it does not. */
const goesOn = /^[\p{L}\p{N}](?<!\p{sc=Han})/u;

/** The name that stands at a place of a text; `names` are sorted, the longest first. */
export function nameAt(
  text: string,
  at: number,
  names: readonly MentionName[],
): MentionName | null {
  for (const found of names) {
    const end = at + found.name.length;
    if (text.startsWith(found.name, at) && !goesOn.test(text.slice(end, end + 2))) return found;
  }
  return null;
}

/** Splits a text at the names that it calls. */
export function splitMentions(text: string, names: readonly MentionName[]): TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const found = names.length === 0 ? null : nameAt(text, at + 1, names);
    if (found === null) continue;
    if (at > end) pieces.push({ kind: 'text', text: text.slice(end, at) });
    end = at + 1 + found.name.length;
    const { personId, isMe } = found;
    pieces.push({ kind: 'mention', text: text.slice(at, end), personId, isMe });
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) });
  return pieces;
}

/** Splits a message into text, web addresses and the people whom it mentions. */
export function splitText(text: string, names: readonly MentionName[]): TextPiece[] {
  const pieces = splitLinks(text);
  if (names.length === 0) return pieces;
  return pieces.flatMap((piece) =>
    piece.kind === 'text' ? splitMentions(piece.text, names) : [piece],
  );
}

const longestEmojiOnly = 80;
const mostBigEmoji = 3;
const emojiStart = /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3)/u;

/** One to three emoji and nothing else: drawn large. */
export function isEmojiOnly(text: string): boolean {
  // Asked of every message that is drawn, and most begin with a letter.
  if (text.length > longestEmojiOnly || !emojiStart.test(text.trimStart())) return false;
  const shown = [...new Intl.Segmenter().segment(text.trim())]
    .map(({ segment }) => segment)
    .filter((segment) => segment.trim() !== '');
  return (
    shown.length > 0 &&
    shown.length <= mostBigEmoji &&
    shown.every((segment) => emojiStart.test(segment))
  );
}

const foldedLines = 25;
const foldedPoints = 1_200;

/** The beginning of a text that is too long to be shown at once; null when all of it is shown. */
export function fold(text: string): string | null {
  let end = 0;
  let points = 0;
  let lines = 1;
  for (const point of text) {
    if (point === '\n') lines += 1;
    if (lines > foldedLines || points === foldedPoints) return text.slice(0, end).trimEnd();
    end += point.length;
    points += 1;
  }
  return null;
}

/** One line for a list. */
export function oneLine(text: string): string {
  return text.slice(0, 300).replace(/\s+/gu, ' ').trim();
}

/** Case, accents and width do not matter when somebody looks for a name. */
export function foldName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .trim();
}
