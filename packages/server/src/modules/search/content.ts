import type { PersonId } from '@plaza/base';
import { textsOf, type MessageBody, type ShownMessage, type searchKinds } from '@plaza/contract';
import { tokensOf } from './tokens.ts';

export type SearchKind = (typeof searchKinds)[number];
/** As it is shown, or as it is stored. */
export type SearchedMessage = ShownMessage | MessageBody;

const link = /\bhttps?:\/\/\S|\bwww\.\S+\.\S/iu;

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
