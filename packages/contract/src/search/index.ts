import { Type, type Static } from 'typebox';
import { entry } from '../chat/entries.ts';
import { head } from '../chat/types.ts';
import { contact } from '../contacts/index.ts';
import { query } from '../method.ts';
import {
  conversationId,
  cursor,
  nullable,
  object,
  oneOf,
  personId,
  text,
  timestamp,
} from '../schema.ts';

const searching = { person: { count: 240, perSeconds: 60 } };

export const searchKinds = ['text', 'link', 'photo', 'video', 'file', 'voice', 'location'] as const;

const hit = object({ conversationId, entry });
export type SearchHit = Static<typeof hit>;

export const searchMethods = {
  messages: query('search.messages', {
    summary:
      'Messages that I may see with all these words, the newest first. Words of any script; ' +
      'Chinese, Japanese, Korean and Thai are found inside of longer text. Without words, what ' +
      'the filters leave.',
    input: object({
      query: text(100, 0),
      conversationId: Type.Optional(conversationId),
      senderId: Type.Optional(personId),
      kinds: Type.Optional(
        Type.Array(oneOf(searchKinds), { minItems: 1, maxItems: 7, uniqueItems: true }),
      ),
      from: Type.Optional(timestamp),
      to: Type.Optional(timestamp),
      cursor: Type.Optional(cursor),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
    }),
    output: object({
      hits: Type.Array(hit, { maxItems: 50 }),
      /** Where to go on; also given with few hits, when looking took too long. */
      next: nullable(cursor),
    }),
    refusals: ['conversation_unknown'],
    auth: 'person',
    limit: searching,
  }),
  people: query('search.people', {
    summary: 'My contacts by the name that I gave them, their own name or their handle.',
    input: object({ query: text(100) }),
    output: object({ people: Type.Array(contact, { maxItems: 50 }) }),
    refusals: [],
    auth: 'person',
    limit: searching,
  }),
  groups: query('search.groups', {
    summary: 'My groups whose name, or one of whose members, has these words.',
    input: object({ query: text(100) }),
    output: object({
      groups: Type.Array(
        object({
          head,
          /** The members that it was found by; empty: by its name. */
          people: Type.Array(personId, { maxItems: 3 }),
        }),
        { maxItems: 20 },
      ),
    }),
    refusals: [],
    auth: 'person',
    limit: searching,
  }),
} as const;
