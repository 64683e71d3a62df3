import type { PersonId } from '@plaza/base';
import type { MergedItem, MessageBody, ShownMessage, searchKinds } from '@plaza/contract';
import { tokensOf } from './tokens.ts';

export type SearchKind = (typeof searchKinds)[number];
/** As it is shown, or as it is stored. */
export type SearchedMessage = ShownMessage | MessageBody;

const link = /\bhttps?:\/\/\S|\bwww\.\S+\.\S/iu;

function mergedText({ author, message }: MergedItem): string[] {
  return [author, ...textsOf(message)];
}

/** Everything of a message that can be found by words. */
function textsOf(message: SearchedMessage): string[] {
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
      return [message.title, ...message.items.flatMap(mergedText)];
    case 'groupInvite':
      return [message.name ?? ''];
    case 'imported':
      return [message.author, message.text];
    case 'transfer':
      return [message.note];
    default:
      // Voice has no words, and names of people are looked up where they are kept.
      return [];
  }
}

/** The text of a message as it is searched: its parts stand apart from each other. */
export const searchText = (message: SearchedMessage): string => textsOf(message).join('\n');

const ownKinds = new Set<string>(['photo', 'video', 'file', 'voice', 'location']);

/** The kinds that a message is counted among. */
export function kindsOf(message: SearchedMessage, text = searchText(message)): SearchKind[] {
  const kinds: SearchKind[] = [];
  if (message.type === 'text' || message.type === 'imported') kinds.push('text');
  else if (ownKinds.has(message.type)) kinds.push(message.type as SearchKind);
  if (message.type !== 'file' && link.test(text)) kinds.push('link');
  return kinds;
}

// Filters are tokens as well, of a form that no text has.
export const kindToken = (kind: SearchKind): string => `:${kind}`;
export const senderToken = (senderId: PersonId): string => `@${senderId}`;

/** All that a message is found by. */
export function messageTokens(senderId: PersonId, message: SearchedMessage): Set<string> {
  const text = searchText(message);
  const tokens = tokensOf(text);
  for (const kind of kindsOf(message, text)) tokens.add(kindToken(kind));
  tokens.add(senderToken(senderId));
  return tokens;
}
