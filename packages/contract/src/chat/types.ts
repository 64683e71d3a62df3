import type { ClientId } from '@plaza/base';
import { Type, type Static } from 'typebox';
import { transferCard, transferSettled } from '../pay/types.ts';
import { personCard } from '../people.ts';
import {
  conversationId,
  id,
  nullable,
  object,
  oneOf,
  personId,
  sequence,
  text,
  timestamp,
} from '../schema.ts';

export const maxTextLength = 10_000;
/** Members of a group by default. */
export const maxGroupMembers = 500;

/** Chosen by the sender before the first try, so that a repeated send is one message. */
export const clientId = id<ClientId>('The sender’s own id of what is sent.');
export const groupName = text(60);

/** What a person may send. Later kinds join it. */
export const messageBody = object({
  type: Type.Literal('text'),
  text: Type.String({ minLength: 1, maxLength: maxTextLength }),
});
export type MessageBody = Static<typeof messageBody>;

/** What stands in the log: what people sent, and cards that only the city itself writes. */
export const shownMessage = Type.Union([messageBody, transferCard, transferSettled]);
export type ShownMessage = Static<typeof shownMessage>;

// What can happen in a conversation. Each is an entry of its gap-free log.
const created = object({ type: Type.Literal('created'), name: nullable(groupName) });
const joined = object({
  type: Type.Literal('membersAdded'),
  people: Type.Array(personCard, { minItems: 1, maxItems: 500 }),
});
const removed = object({ type: Type.Literal('memberRemoved'), person: personCard });
const left = object({ type: Type.Literal('memberLeft'), person: personCard });
const renamed = object({ type: Type.Literal('renamed'), name: groupName });
const ownerChanged = object({ type: Type.Literal('ownerChanged'), person: personCard });
const message = object({ type: Type.Literal('message'), message: shownMessage });
/** A message whose sender had their account erased: its place stays, its text is gone. */
const erased = object({ type: Type.Literal('erased') });

export const entryBody = Type.Union([
  message,
  created,
  joined,
  removed,
  left,
  renamed,
  ownerChanged,
  erased,
]);
export type EntryBody = Static<typeof entryBody>;

/** One entry of a conversation's log, as every member who may see it sees it. */
export const entry = object({
  seq: sequence,
  /** Who did it. */
  senderId: personId,
  /** The id under which the sender sent it; null for what the server wrote. */
  clientId: nullable(clientId),
  body: entryBody,
  at: timestamp,
});
export type Entry = Static<typeof entry>;

export const conversation = object({
  conversationId,
  kind: oneOf(['direct', 'group']),
  /** The group's name; null in a direct conversation and in a group without one. */
  name: nullable(groupName),
  ownerId: nullable(personId),
  memberCount: Type.Integer({ minimum: 0 }),
  /** The other person of a direct conversation. */
  peer: nullable(personCard),
  /** Some members of a group, for its drawn picture and its name when it has none. */
  faces: Type.Array(personCard, { maxItems: 9 }),
  lastSeq: sequence,
  lastEntry: nullable(entry),
});
export type Conversation = Static<typeof conversation>;

/** What is mine about a conversation. Always sent whole; the newest replaces the older. */
export const inboxItem = object({
  conversationId,
  /** I see entries after `joinedSeq` … */
  joinedSeq: sequence,
  /** … up to `leftSeq`, null while I am a member. */
  leftSeq: nullable(sequence),
  /** I cleared everything up to here on all my devices. */
  clearedSeq: sequence,
  /** I have read up to here. */
  readSeq: sequence,
  /** Messages of others after `readSeq` that were in the log when it ended at `unreadAtSeq`. */
  unread: Type.Integer({ minimum: 0, description: 'Counted up to 100.' }),
  unreadAtSeq: sequence,
  pinned: Type.Boolean(),
  muted: Type.Boolean(),
  markedUnread: Type.Boolean(),
  /** Taken off the list until something new happens after this entry; null: on the list. */
  hiddenSeq: nullable(sequence),
  draft: Type.String({ maxLength: maxTextLength }),
});
export type InboxItem = Static<typeof inboxItem>;

export const head = object({ conversation, inbox: inboxItem });
export type Head = Static<typeof head>;

export const member = object({
  person: personCard,
  role: oneOf(['owner', 'member']),
  joinedSeq: sequence,
});
export type Member = Static<typeof member>;
