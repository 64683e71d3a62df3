import { Type } from 'typebox';
import { event } from '../event.ts';
import { conversationId, object, personId, sequence } from '../schema.ts';
import { entry, erased, recalled } from './entries.ts';
import { preferences, reminder, reminderId, schedule, scheduleId } from './own-methods.ts';
import { head, inboxItem } from './types.ts';

const personal = { channel: 'personal' } as const;

export const chatEvents = {
  entryAppended: event('chat.entryAppended', {
    channel: 'conversation',
    summary: 'An entry was committed to the log of a conversation of mine.',
    payload: object({
      conversationId,
      entry,
      /** With a `changed` entry: the entry that it changed, as it is now. */
      target: Type.Optional(entry),
    }),
  }),
  inboxChanged: event('chat.inboxChanged', {
    ...personal,
    summary: 'What is mine about a conversation changed on one of my devices; carries all of it.',
    payload: object({ inbox: inboxItem }),
  }),
  conversationJoined: event('chat.conversationJoined', {
    ...personal,
    summary: 'I am now part of a conversation, new to me or come back to.',
    payload: object({ head }),
  }),
  conversationRemoved: event('chat.conversationRemoved', {
    ...personal,
    summary: 'A conversation that only I saw is deleted, with all that was in it.',
    payload: object({ conversationId }),
  }),
  messagesHidden: event('chat.messagesHidden', {
    ...personal,
    summary: 'I deleted messages for me on one of my devices.',
    payload: object({ conversationId, seqs: Type.Array(sequence, { maxItems: 100 }) }),
  }),
  messagesGone: event('chat.messagesGone', {
    ...personal,
    summary:
      'Messages that I have seen are gone, and no entry that I am told says so: recalled after I ' +
      'left, or of a person who was erased.',
    payload: object({
      conversationId,
      seqs: Type.Array(sequence, { minItems: 1, maxItems: 1_000 }),
      /** What stands in their place. */
      body: Type.Union([recalled, erased]),
    }),
  }),
  preferencesChanged: event('chat.preferencesChanged', {
    ...personal,
    summary: 'When and for what I want to be called changed; carries all of it.',
    payload: object({ preferences }),
  }),
  scheduleChanged: event('chat.scheduleChanged', {
    ...personal,
    summary: 'A message that is to be sent later is new, was changed, or could not be sent.',
    payload: object({ schedule }),
  }),
  scheduleEnded: event('chat.scheduleEnded', {
    ...personal,
    summary: 'A message that was to be sent later was sent or cancelled.',
    payload: object({ scheduleId }),
  }),
  reminderChanged: event('chat.reminderChanged', {
    ...personal,
    summary: 'A reminder is new, was changed, or is due.',
    payload: object({ reminder }),
  }),
  reminderEnded: event('chat.reminderEnded', {
    ...personal,
    summary: 'A reminder was removed.',
    payload: object({ reminderId }),
  }),
  joinRequested: event('chat.joinRequested', {
    ...personal,
    summary: 'Somebody waits to be let into a group that I lead, or waits no longer.',
    payload: object({ conversationId, waiting: Type.Integer({ minimum: 0 }) }),
  }),
  typed: event('chat.typed', {
    channel: 'ephemeral',
    summary: 'Somebody is typing; forget it after 6 s or at their next message.',
    payload: object({ conversationId, personId }),
  }),
} as const;
