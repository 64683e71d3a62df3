import { Type } from 'typebox';
import { changing, reading } from '../limits.ts';
import { command, query } from '../method.ts';
import {
  conversationId,
  cursor,
  nothing,
  nullable,
  object,
  oneOf,
  personId,
  sequence,
  timestamp,
} from '../schema.ts';
import { changeMethods } from './change-methods.ts';
import { clientId, entry } from './entries.ts';
import { groupChatMethods } from './group-methods.ts';
import { maxTextLength, messageBody } from './messages.ts';
import { ownChatMethods } from './own-methods.ts';
import { head, inboxItem, maxHeard } from './types.ts';

const known = ['conversation_unknown'] as const;
const inboxAnswer = object({ inbox: inboxItem });

const readMethods = {
  listHeads: query('chat.listHeads', {
    summary:
      'My conversations, newest first, 50 a page; with a watermark only those that moved since. ' +
      'Keep the watermark of the first page for the next time.',
    input: object({ since: Type.Optional(cursor), cursor: Type.Optional(cursor) }),
    output: object({
      heads: Type.Array(head, { maxItems: 50 }),
      next: nullable(cursor),
      watermark: cursor,
    }),
    refusals: [],
    auth: 'person',
    limit: reading,
  }),
  getHead: query('chat.getHead', {
    summary: 'One conversation of mine.',
    input: object({ conversationId }),
    output: object({ head }),
    refusals: known,
    auth: 'person',
    limit: reading,
  }),
  listEntries: query('chat.listEntries', {
    summary:
      'A stretch of the log that I may see, in order: after a sequence, before one, or around one.',
    input: object({
      conversationId,
      after: Type.Optional(sequence),
      before: Type.Optional(sequence),
      around: Type.Optional(sequence),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    }),
    output: object({
      entries: Type.Array(entry, { maxItems: 100 }),
      /** Entries outside of the page that its `changed` entries speak of, as they are now. */
      targets: Type.Array(entry, { maxItems: 100 }),
      /** The first and last sequence that I may see at all; first after last: there is nothing. */
      firstSeq: sequence,
      lastSeq: sequence,
    }),
    refusals: known,
    auth: 'person',
    limit: { person: { count: 1200, perSeconds: 60 } },
  }),
} as const;

export const chatMethods = {
  openDirect: command('chat.openDirect', {
    summary: 'Gives the conversation with a contact, and starts it when there is none.',
    input: object({ personId }),
    output: object({ head }),
    refusals: ['not_contact', 'person_not_found', 'self_action'],
    auth: 'person',
    limit: changing,
  }),
  sendMessage: command('chat.sendMessage', {
    summary:
      'Appends a message. Answered only after it is committed; the same client id gives the same ' +
      'sequence, another body under it is a conflict.',
    input: object({ conversationId, clientId, message: messageBody }),
    output: object({ seq: sequence, at: timestamp, expiresAt: Type.Optional(timestamp) }),
    refusals: [
      'conversation_unknown',
      'not_member',
      'not_contact',
      'blocked',
      'group_muted',
      'read_only',
      'message_conflict',
      'message_unknown',
      'file_unknown',
      'forbidden',
    ],
    auth: 'person',
    // 10 a second with bursts of 40 (messaging.md §2.6), as one bucket.
    limit: { person: { count: 40, perSeconds: 4 } },
    transport: 'both',
  }),
  markRead: command('chat.markRead', {
    summary: 'I have read up to a sequence; never goes back; takes off the unread mark.',
    input: object({ conversationId, seq: sequence }),
    output: inboxAnswer,
    refusals: known,
    auth: 'person',
    limit: { person: { count: 600, perSeconds: 60 } },
    transport: 'both',
  }),
  setInbox: command('chat.setInbox', {
    summary:
      'Pins, mutes, archives, marks as unread, or takes a conversation off my list. `muted` is ' +
      'short for `notify`: true is `mentions`, false is `all`. `heard` adds voice messages that ' +
      'I heard.',
    input: object({
      conversationId,
      pinned: Type.Optional(Type.Boolean()),
      muted: Type.Optional(Type.Boolean()),
      notify: Type.Optional(oneOf(['all', 'mentions', 'nothing'])),
      archived: Type.Optional(Type.Boolean()),
      markedUnread: Type.Optional(Type.Boolean()),
      hidden: Type.Optional(Type.Boolean()),
      heard: Type.Optional(Type.Array(sequence, { minItems: 1, maxItems: maxHeard })),
    }),
    output: inboxAnswer,
    refusals: known,
    auth: 'person',
    limit: changing,
    transport: 'both',
  }),
  saveDraft: command('chat.saveDraft', {
    summary: 'Keeps the unsent text of a conversation for my other devices; empty removes it.',
    input: object({ conversationId, text: Type.String({ maxLength: maxTextLength }) }),
    output: inboxAnswer,
    refusals: known,
    auth: 'person',
    limit: { person: { count: 600, perSeconds: 60 } },
    transport: 'both',
  }),
  clearHistory: command('chat.clearHistory', {
    summary: 'Clears what I see up to a sequence, on all my devices; others keep theirs.',
    input: object({ conversationId, seq: sequence }),
    output: inboxAnswer,
    refusals: known,
    auth: 'person',
    limit: changing,
  }),
  type: command('chat.type', {
    summary: 'Says that I am typing; shown only within 10 s after the other side’s last message.',
    input: object({ conversationId }),
    output: nothing,
    refusals: ['conversation_unknown', 'typing_not_shown'],
    auth: 'person',
    limit: { person: { count: 40, perSeconds: 60 } },
    transport: 'both',
  }),
  ...groupChatMethods,
  ...changeMethods,
  ...ownChatMethods,
  ...readMethods,
} as const;
