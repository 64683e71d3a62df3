import type { FavouriteId } from '@plaza/base';
import { Type, type Static } from 'typebox';
import { maxTextLength, shownMessage } from '../chat/messages.ts';
import { event } from '../event.ts';
import { changing, reading } from '../limits.ts';
import { command, query } from '../method.ts';
import {
  conversationId,
  cursor,
  id,
  nothing,
  nullable,
  object,
  oneOf,
  personId,
  sequence,
  text,
  timestamp,
} from '../schema.ts';

export const maxFavourites = 10_000;
const favouriteId = id<FavouriteId>('A favourite; chosen by the caller before the first try.');
const tags = Type.Array(text(20), { maxItems: 20, uniqueItems: true });
const note = Type.String({ minLength: 1, maxLength: maxTextLength });

/** A message that I kept, or a note of my own. */
export const favourite = object({
  favouriteId,
  kind: oneOf(['message', 'note']),
  /** The note; empty for a message. */
  note: Type.String({ maxLength: maxTextLength }),
  /** The message; null: it was recalled, or has disappeared, since. */
  message: nullable(shownMessage),
  source: nullable(object({ conversationId, seq: sequence, senderId: personId, at: timestamp })),
  tags,
  createdAt: timestamp,
});
export type Favourite = Static<typeof favourite>;

const changes = { auth: 'person', limit: changing } as const;

export const favouritesMethods = {
  keepMessage: command('favourites.keepMessage', {
    summary: 'Keeps a message that I see; the same id again changes nothing.',
    input: object({ favouriteId, conversationId, seq: sequence, tags }),
    output: object({ favourite }),
    refusals: ['conversation_unknown', 'message_unknown', 'too_many_favourites'],
    ...changes,
  }),
  writeNote: command('favourites.writeNote', {
    summary: 'Writes a note of my own, or writes it anew under the same id.',
    input: object({ favouriteId, note, tags }),
    output: object({ favourite }),
    refusals: ['too_many_favourites'],
    ...changes,
  }),
  setTags: command('favourites.setTags', {
    summary: 'Gives a favourite other tags.',
    input: object({ favouriteId, tags }),
    output: object({ favourite }),
    refusals: ['favourite_unknown'],
    ...changes,
  }),
  remove: command('favourites.remove', {
    summary: 'Keeps a favourite no longer.',
    input: object({ favouriteId }),
    output: nothing,
    refusals: ['favourite_unknown'],
    ...changes,
  }),
  list: query('favourites.list', {
    summary: 'What I kept, the newest first, 50 a page; all of it, with a tag, or with words.',
    input: object({
      query: Type.Optional(text(100)),
      tag: Type.Optional(text(20)),
      cursor: Type.Optional(cursor),
    }),
    output: object({
      favourites: Type.Array(favourite, { maxItems: 50 }),
      tags: Type.Array(text(20), { maxItems: 200 }),
      next: nullable(cursor),
    }),
    refusals: [],
    auth: 'person',
    limit: reading,
  }),
} as const;

export const favouritesEvents = {
  favouriteChanged: event('favourites.favouriteChanged', {
    channel: 'personal',
    summary: 'I kept something, or changed what I kept; carries all of it.',
    payload: object({ favourite }),
  }),
  favouriteRemoved: event('favourites.favouriteRemoved', {
    channel: 'personal',
    summary: 'I keep something no longer.',
    payload: object({ favouriteId }),
  }),
} as const;
