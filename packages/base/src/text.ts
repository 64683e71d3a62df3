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
