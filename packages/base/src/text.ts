/** The number of Unicode code points: what every length limit of the product counts. */
export function codePointLength(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** The first `count` code points, never half a surrogate pair. */
export function truncate(text: string, count: number): string {
  let used = 0;
  let end = 0;
  for (const point of text) {
    if (used === count) break;
    used += 1;
    end += point.length;
  }
  return text.slice(0, end);
}

/** Marks that turn the direction of what stands after them, or that nobody sees. */
const unseen = /(?!\u200C|\u200D|[\u{E0020}-\u{E007F}])\p{Cf}|[\u115F\u1160\u2800\u3164\uFFA0]/gu;
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * A name or another single line as others may be shown it, at most `maxLength` code points long:
 * nothing invisible, no line breaks, no marks that turn what stands beside it. Empty when nothing
 * is left to see. Joiners stay, because emoji and some scripts are written with them.
 */
export function cleanLine(text: string, maxLength: number): string {
  const line = text
    .replace(unseen, '')
    // Composing may also make a text longer, so the length is judged after it.
    .normalize('NFC')
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
  return visible.test(line) ? truncate(line, maxLength).trim() : '';
}
