import { textsOf } from '@plaza/contract';
import type { KeptMessage } from './types.ts';

/** One form of letters: case, width and composition make no difference. */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

type Kept = { note: string; message: KeptMessage | null; tags: readonly string[] };

/** All that a favourite can be found by, each part on a line of its own. */
export function foldAll({ note, message, tags }: Kept): string {
  const words = message === null ? [] : textsOf(message);
  return fold([note, ...words, ...tags].filter((part) => part !== '').join('\n'));
}
