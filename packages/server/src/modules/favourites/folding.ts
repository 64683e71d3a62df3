import type { ShownMessage } from '@plaza/contract';
import type { KeptMessage } from './types.ts';

/** One form of letters: case, width and composition make no difference. */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function wordsOf(message: KeptMessage | ShownMessage): string[] {
  switch (message.type) {
    case 'text':
      return [message.text];
    case 'photo':
    case 'video':
      return [message.caption];
    case 'file':
      return [message.name, message.caption];
    case 'sticker':
      return [message.alt];
    case 'location':
      return [message.name];
    case 'poll':
      return [message.question, ...message.options];
    case 'merged':
      return [
        message.title,
        ...message.items.flatMap((item) => [item.author, ...wordsOf(item.message)]),
      ];
    case 'groupInvite':
      return [message.name ?? ''];
    case 'imported':
      return [message.author, message.text];
    case 'transfer':
      return [message.note];
    case 'voice':
    case 'contact':
    case 'transferSettled':
      return [];
  }
}

type Kept = { note: string; message: KeptMessage | null; tags: readonly string[] };

/** All that a favourite can be found by, each part on a line of its own. */
export function foldAll({ note, message, tags }: Kept): string {
  const words = message === null ? [] : wordsOf(message);
  return fold([note, ...words, ...tags].filter((part) => part !== '').join('\n'));
}
