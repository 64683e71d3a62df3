import type { Origins } from '../../../kernel/egress/index.ts';

const address = /https?:\/\/[^\s<>"'`\u0000-\u0020]{1,1990}/giu;
/** What ends a sentence, not an address. */
const trailing = /[.,;:!?)\]}»”’。，、；：！？）】》…]+$/u;

/** The first address in a text that may be asked, as it stands there. */
export function findLink(text: string, origins: Origins): string | null {
  for (const [found] of text.matchAll(address)) {
    const link = found.replace(trailing, '');
    const url = URL.parse(link);
    if (url !== null && origins.judge(url) !== null) return link;
  }
  return null;
}
