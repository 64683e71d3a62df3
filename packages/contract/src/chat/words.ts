import type { MessageBody, ShownMessage } from './messages.ts';

/**
 * Everything of a message that can be found by words, part by part. Voice has none, and names of
 * people are looked up where they are kept.
 */
export function textsOf(message: ShownMessage | MessageBody): string[] {
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
        ...message.items.flatMap((item) => [item.author, ...textsOf(item.message)]),
      ];
    case 'groupInvite':
      return [message.name ?? ''];
    case 'imported':
      return [message.author, message.text];
    case 'transfer':
      return [message.note];
    case 'packet':
      return [message.greeting];
    case 'bill':
      return [message.title];
    case 'voice':
    case 'contact':
    case 'transferSettled':
    case 'packetTaken':
      return [];
    case 'billReminder':
      // Its words are found where the bill is.
      return [];
  }
}
