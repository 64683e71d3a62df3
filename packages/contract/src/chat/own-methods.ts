import type { ReminderId, ScheduleId } from '@plaza/base';
import { Type, type Static } from 'typebox';
import { changing, reading } from '../limits.ts';
import { command, query } from '../method.ts';
import {
  conversationId,
  id,
  nothing,
  nullable,
  object,
  oneOf,
  sequence,
  text,
  timestamp,
} from '../schema.ts';
import { clientId, entry } from './entries.ts';
import { maxTextLength, messageBody } from './messages.ts';
import { head } from './types.ts';

// What only I see: when I want to be told, what I plan, what I carry in and out.

const timeOfDay = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' });
export const preferences = object({
  /** No sound and no sign between these times, wherever I am; null: any time is fine. */
  quietHours: nullable(object({ from: timeOfDay, to: timeOfDay })),
  /** Messages with one of these words are folded away and call for no attention. */
  muteWords: Type.Array(text(60), { maxItems: 200, uniqueItems: true }),
});
export type Preferences = Static<typeof preferences>;

export const scheduleId = id<ScheduleId>('A message that is to be sent later.');
export const schedule = object({
  scheduleId,
  conversationId,
  message: messageBody,
  sendAt: timestamp,
  /** `failed` could not be sent at its time and says why; what was sent is no longer listed. */
  state: oneOf(['waiting', 'failed']),
  failure: nullable(text(60)),
});
export type Schedule = Static<typeof schedule>;

export const reminderId = id<ReminderId>('A reminder of a message.');
export const reminder = object({
  reminderId,
  conversationId,
  seq: sequence,
  remindAt: timestamp,
  note: text(200, 0),
  /** `due` until it is removed. */
  state: oneOf(['waiting', 'due']),
});
export type Reminder = Static<typeof reminder>;

const reads = { auth: 'person', limit: reading } as const;
const changes = { auth: 'person', limit: changing } as const;
const toSend = [
  'conversation_unknown',
  'not_member',
  'not_contact',
  'blocked',
  'read_only',
  'file_unknown',
] as const;

const preferenceMethods = {
  setPreferences: command('chat.setPreferences', {
    summary: 'When and for what I want to be called.',
    input: preferences,
    output: object({ preferences }),
    refusals: [],
    ...changes,
  }),
} as const;

const timedMethods = {
  scheduleMessage: command('chat.scheduleMessage', {
    summary: 'Sends a message at a time of the next year; the same id again changes it.',
    input: object({ scheduleId, conversationId, message: messageBody, sendAt: timestamp }),
    output: object({ schedule }),
    refusals: [...toSend, 'time_invalid', 'too_many_scheduled'],
    ...changes,
  }),
  cancelSchedule: command('chat.cancelSchedule', {
    summary: 'Does not send a message that waits for its time.',
    input: object({ scheduleId }),
    output: nothing,
    refusals: ['schedule_unknown'],
    ...changes,
  }),
  listSchedules: query('chat.listSchedules', {
    summary: 'What I planned to send, the next first.',
    input: nothing,
    output: object({ schedules: Type.Array(schedule, { maxItems: 100 }) }),
    refusals: [],
    ...reads,
  }),
  setReminder: command('chat.setReminder', {
    summary: 'Reminds me of a message at a time; the same id again changes it.',
    input: object({
      reminderId,
      conversationId,
      seq: sequence,
      remindAt: timestamp,
      note: text(200, 0),
    }),
    output: object({ reminder }),
    refusals: ['conversation_unknown', 'message_unknown', 'time_invalid', 'too_many_reminders'],
    ...changes,
  }),
  removeReminder: command('chat.removeReminder', {
    summary: 'Forgets a reminder, waiting or due.',
    input: object({ reminderId }),
    output: nothing,
    refusals: ['reminder_unknown'],
    ...changes,
  }),
  listReminders: query('chat.listReminders', {
    summary: 'My reminders, due ones first; with the messages that they are about.',
    input: nothing,
    output: object({
      reminders: Type.Array(object({ reminder, entry: nullable(entry) }), { maxItems: 100 }),
    }),
    refusals: [],
    ...reads,
  }),
} as const;

const rarely = { person: { count: 20, perSeconds: 3600 } };
const importedItem = object({
  author: text(80, 0),
  text: Type.String({ maxLength: maxTextLength }),
  sentAt: timestamp,
});

const carryMethods = {
  beginImport: command('chat.beginImport', {
    summary: 'Starts an archive that only I see, for the history of another messenger.',
    input: object({ clientId, name: text(60), source: oneOf(['whatsapp', 'telegram']) }),
    output: object({ head }),
    refusals: ['import_limit_reached'],
    auth: 'person',
    limit: rarely,
  }),
  addImported: command('chat.addImported', {
    summary: 'Adds messages to an archive in order; `from` says how many are in it already.',
    input: object({
      conversationId,
      from: Type.Integer({ minimum: 0, maximum: 200_000 }),
      items: Type.Array(importedItem, { minItems: 1, maxItems: 500 }),
    }),
    output: object({ count: Type.Integer({ minimum: 0 }) }),
    refusals: ['conversation_unknown', 'import_out_of_step', 'import_limit_reached'],
    auth: 'person',
    limit: { person: { count: 600, perSeconds: 60 } },
  }),
  deleteImport: command('chat.deleteImport', {
    summary: 'Deletes an archive with all that is in it, from the server and my devices.',
    input: object({ conversationId }),
    output: nothing,
    refusals: ['conversation_unknown'],
    auth: 'person',
    limit: changing,
  }),
  exportConversation: command('chat.exportConversation', {
    summary: 'Gives the path from which this session downloads one conversation as a ZIP, once.',
    input: object({ conversationId }),
    output: object({ path: text(200) }),
    refusals: ['conversation_unknown', 'export_running'],
    auth: 'person',
    limit: rarely,
  }),
} as const;

export const ownChatMethods = { ...preferenceMethods, ...timedMethods, ...carryMethods } as const;
