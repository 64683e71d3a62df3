import { event } from '../event.ts';
import { conversationId, object, personId } from '../schema.ts';
import { entry, head, inboxItem } from './types.ts';

export const chatEvents = {
  entryAppended: event('chat.entryAppended', {
    channel: 'conversation',
    summary: 'An entry was committed to the log of a conversation of mine.',
    payload: object({ conversationId, entry }),
  }),
  inboxChanged: event('chat.inboxChanged', {
    channel: 'personal',
    summary: 'What is mine about a conversation changed on one of my devices; carries all of it.',
    payload: object({ inbox: inboxItem }),
  }),
  conversationJoined: event('chat.conversationJoined', {
    channel: 'personal',
    summary: 'I am now part of a conversation, new to me or come back to.',
    payload: object({ head }),
  }),
  typed: event('chat.typed', {
    channel: 'ephemeral',
    summary: 'Somebody is typing; forget it after 6 s or at their next message.',
    payload: object({ conversationId, personId }),
  }),
} as const;
