import type { Random } from '@plaza/base';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A random text that every language's SDK can hold: letters and digits only. */
export function randomText(random: Pick<Random, 'int'>, length: number): string {
  let text = '';
  for (let i = 0; i < length; i += 1) text += letters[random.int(letters.length)];
  return text;
}

/** An APIv3 key is a text of 32 bytes, and is the AES key as it stands. */
export const apiV3KeyLength = 32;
