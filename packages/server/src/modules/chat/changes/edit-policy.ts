import { codePointLength } from '@plaza/base';
import { maxCaptionLength } from '@plaza/contract';
import type { StoredMessage } from '../types.ts';

/** The words of a message that its sender may change; null: it has none. */
export function wordsOf(message: StoredMessage): string | null {
  switch (message.type) {
    case 'text':
      return message.text;
    case 'photo':
    case 'video':
    case 'file':
      return message.caption;
    default:
      return null;
  }
}

/** The message with other words, or why it cannot be. */
export function withWords(
  message: StoredMessage,
  words: string,
): StoredMessage | 'not_editable' | 'invalid' {
  // A text column of the database takes everything but this.
  if (words.includes('\u0000')) return 'invalid';
  switch (message.type) {
    case 'text':
      return words === '' ? 'invalid' : { ...message, text: words };
    case 'photo':
    case 'video':
    case 'file':
      if (codePointLength(words) > maxCaptionLength) return 'invalid';
      return { ...message, caption: words };
    default:
      return 'not_editable';
  }
}
