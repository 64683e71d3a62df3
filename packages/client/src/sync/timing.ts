import type { Random } from '@plaza/base';

const gapFromMs = 300;
const gapSpanMs = 200;

/** How long a gap may close by itself before it is pulled: 300 to 500 ms. */
export function gapDelayMs(random: Random): number {
  return gapFromMs + random.int(gapSpanMs + 1);
}
