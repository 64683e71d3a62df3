import { Type } from 'typebox';
import { personCard } from '../people.ts';
import { object, oneOf } from '../schema.ts';
import { callId, callMedia } from './types.ts';

// What the log of a conversation says of calls. The sender is who called.

/** A call began in a group. */
export const callStarted = object({ type: Type.Literal('callStarted'), callId, media: callMedia });
/** A call is over that somebody answered or declined; nothing that anybody has to be told of. */
export const callEnded = object({
  type: Type.Literal('callEnded'),
  callId,
  media: callMedia,
  outcome: oneOf(['answered', 'declined', 'missed', 'cancelled']),
  seconds: Type.Integer({ minimum: 0 }),
  /** Who was in it; in a group only. */
  people: Type.Array(personCard, { maxItems: 500 }),
});
/** A call between two people was not answered: unread for who missed it. */
export const callMissed = object({
  type: Type.Literal('callMissed'),
  callId,
  media: callMedia,
  why: oneOf(['missed', 'cancelled', 'busy']),
});
