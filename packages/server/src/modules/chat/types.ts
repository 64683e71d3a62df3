import type { ClientId, ConversationId, PersonId } from '@plaza/base';
import type { Entry, EntryBody, MessageBody } from '@plaza/contract';

export type Kind = 'direct' | 'group';
export type MaySend = 'yes' | 'not_contact' | 'blocked';

/** A message on its way into the log. */
export type NewMessage = {
  conversationId: ConversationId;
  senderId: PersonId;
  clientId: ClientId;
  message: MessageBody;
};

/**
 * What is stored of an entry. It names people by id: their cards are put in when it is read, so
 * that the log never keeps a name or a photo that its owner changed or had erased.
 */
export type StoredBody =
  | Extract<EntryBody, { type: 'message' | 'created' | 'renamed' | 'erased' }>
  | { type: 'membersAdded'; personIds: PersonId[] }
  | { type: 'memberRemoved' | 'memberLeft' | 'ownerChanged'; personId: PersonId };

export type StoredEntry = Omit<Entry, 'body'> & { body: StoredBody };

/** What processes tell each other of a committed entry. */
export type ToldEntry = { conversationId: ConversationId; version: number; entry: Entry };
export type ToldTyping = { conversationId: ConversationId; version: number; personId: PersonId };

export const entryTopic = 'conversation';
export const typingTopic = 'typing';
/** Reactions that survive a crash between the shards of conversations and of people. */
export const membershipTopic = 'chat.membershipChanged';
export const judgeTopic = 'chat.directOpened';
export const relationTopic = 'contacts.relationChanged';
