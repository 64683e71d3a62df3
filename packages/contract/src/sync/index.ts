import { Type, type Static } from 'typebox';
import { reading, readingMuch } from '../limits.ts';
import { query } from '../method.ts';
import { object, oneOf, sequence, timestamp } from '../schema.ts';
import { preferences } from '../chat/own-methods.ts';
import { contact, contactPrivacy, contactRequest } from '../contacts/index.ts';
import { me } from '../identity/types.ts';
import { nothing } from '../schema.ts';

/** An entry of the short log of what is about one person. */
export const personalEvent = object({
  seq: sequence,
  /** The name of an event whose channel is `personal`. */
  name: Type.String({ maxLength: 60 }),
  payload: Type.Unknown(),
  at: timestamp,
});
export type PersonalEvent = Static<typeof personalEvent>;

export const syncMethods = {
  pull: query('sync.pull', {
    summary:
      'Personal events after a sequence, at most 500. `reset` means that the log no longer ' +
      'reaches back that far: take a snapshot.',
    input: object({ after: sequence }),
    output: object({
      state: oneOf(['events', 'reset']),
      events: Type.Array(personalEvent, { maxItems: 500 }),
      headSeq: sequence,
    }),
    refusals: [],
    auth: 'person',
    limit: reading,
  }),
  snapshot: query('sync.snapshot', {
    summary:
      'All personal state but conversations, at least as new as `headSeq`; applying events after ' +
      '`headSeq` to it is safe, for each carries the whole of what it changes.',
    input: nothing,
    output: object({
      headSeq: sequence,
      me,
      contacts: Type.Array(contact),
      requests: Type.Array(contactRequest),
      privacy: contactPrivacy,
      preferences,
    }),
    refusals: [],
    auth: 'person',
    limit: readingMuch,
  }),
} as const;
