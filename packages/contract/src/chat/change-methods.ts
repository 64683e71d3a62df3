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
import { clientId, emoji, entry } from './entries.ts';
import { maxMergedItems, maxTextLength } from './messages.ts';

/** What a message may still be changed for: recall 2 minutes, edit 24 hours. */
export const recallMinutes = 2;
export const editHours = 24;

const ofMessage = ['conversation_unknown', 'not_member', 'message_unknown', 'read_only'] as const;
const changes = { auth: 'person', limit: changing } as const;
const seqs = (most: number) =>
  Type.Array(sequence, { minItems: 1, maxItems: most, uniqueItems: true });

/** What changes messages that are in the log already. */
export const changeMethods = {
  recallMessage: command('chat.recallMessage', {
    summary:
      'Takes back a message: my own within two minutes, a leader of a group any member’s at any ' +
      'time. It is gone everywhere. Again: nothing more happens.',
    input: object({ conversationId, seq: sequence }),
    output: nothing,
    refusals: [...ofMessage, 'forbidden', 'recall_too_late'],
    transport: 'both',
    ...changes,
  }),
  editMessage: command('chat.editMessage', {
    summary: 'Changes the text or the caption of my message, within 24 hours; seen as edited.',
    input: object({
      conversationId,
      seq: sequence,
      text: Type.String({ maxLength: maxTextLength }),
      /** The change, under an id of the caller: the same again changes nothing. */
      clientId,
    }),
    output: nothing,
    refusals: [
      ...ofMessage,
      'forbidden',
      'edit_too_late',
      'not_editable',
      'not_contact',
      'blocked',
      'group_muted',
    ],
    transport: 'both',
    ...changes,
  }),
  listEdits: query('chat.listEdits', {
    summary: 'How a message read before, oldest first.',
    input: object({ conversationId, seq: sequence }),
    output: object({
      versions: Type.Array(
        object({ text: Type.String({ maxLength: maxTextLength }), at: timestamp }),
        { maxItems: 100 },
      ),
    }),
    refusals: ['conversation_unknown', 'message_unknown'],
    auth: 'person',
    limit: reading,
  }),
  setReaction: command('chat.setReaction', {
    summary: 'My one reaction to a message; null takes it back.',
    input: object({ conversationId, seq: sequence, emoji: nullable(emoji) }),
    output: nothing,
    refusals: [...ofMessage, 'not_contact', 'blocked', 'too_many_reactions'],
    transport: 'both',
    ...changes,
  }),
  listReactions: query('chat.listReactions', {
    summary: 'Who reacted with one emoji, or chose one option of a poll that is not anonymous.',
    input: object({
      conversationId,
      seq: sequence,
      emoji: Type.Optional(emoji),
      option: Type.Optional(Type.Integer({ minimum: 0, maximum: 9 })),
      cursor: Type.Optional(cursor),
    }),
    output: object({ personIds: Type.Array(personId, { maxItems: 100 }), next: nullable(cursor) }),
    refusals: ['conversation_unknown', 'message_unknown', 'forbidden'],
    auth: 'person',
    limit: reading,
  }),
  votePoll: command('chat.votePoll', {
    summary: 'My choice in a poll; an empty one takes it back.',
    input: object({
      conversationId,
      seq: sequence,
      options: Type.Array(Type.Integer({ minimum: 0, maximum: 9 }), {
        maxItems: 10,
        uniqueItems: true,
      }),
    }),
    output: nothing,
    refusals: [...ofMessage, 'not_contact', 'blocked', 'poll_closed', 'invalid_choice'],
    ...changes,
  }),
  getMyVote: query('chat.getMyVote', {
    summary: 'What I chose in a poll, also an anonymous one.',
    input: object({ conversationId, seq: sequence }),
    output: object({ options: Type.Array(Type.Integer({ minimum: 0, maximum: 9 })) }),
    refusals: ['conversation_unknown', 'message_unknown'],
    auth: 'person',
    limit: reading,
  }),
  closePoll: command('chat.closePoll', {
    summary: 'Ends my poll: the counts stay as they are.',
    input: object({ conversationId, seq: sequence }),
    output: nothing,
    refusals: [...ofMessage, 'forbidden'],
    ...changes,
  }),
  hideMessages: command('chat.hideMessages', {
    summary: 'Deletes messages for me, on all my devices; others keep theirs.',
    input: object({ conversationId, seqs: seqs(100) }),
    output: nothing,
    refusals: ['conversation_unknown'],
    transport: 'both',
    ...changes,
  }),
  getEntries: query('chat.getEntries', {
    summary: 'Some entries by place: those that answers point at. What I may not see is left out.',
    input: object({ conversationId, seqs: seqs(50) }),
    output: object({ entries: Type.Array(entry, { maxItems: 50 }) }),
    refusals: ['conversation_unknown'],
    auth: 'person',
    limit: { person: { count: 1200, perSeconds: 60 } },
  }),
  forwardMessages: command('chat.forwardMessages', {
    summary:
      'Sends messages that I see on to other conversations, one by one or as one, without a ' +
      'trace of where they stood. The same client id forwards once.',
    input: object({
      clientId,
      conversationId,
      seqs: seqs(maxMergedItems),
      to: Type.Array(conversationId, { minItems: 1, maxItems: 9, uniqueItems: true }),
      mode: oneOf(['single', 'merged']),
    }),
    output: object({
      results: Type.Array(
        object({
          conversationId,
          /** The last entry that was written; null: refused. */
          seq: nullable(sequence),
          refusal: nullable(
            oneOf([
              'conversation_unknown',
              'not_member',
              'not_contact',
              'blocked',
              'group_muted',
              'read_only',
              'file_unknown',
            ]),
          ),
        }),
      ),
    }),
    refusals: ['conversation_unknown', 'message_unknown', 'not_forwardable'],
    auth: 'person',
    limit: { person: { count: 30, perSeconds: 60 } },
  }),
} as const;
