import { Type } from 'typebox';
import { event } from '../event.ts';
import { personCard } from '../people.ts';
import { conversationId, object, timestamp } from '../schema.ts';
import { packetId } from './cards.ts';
import { packet } from './types.ts';

export const packetsEvents = {
  changed: event('packets.changed', {
    channel: 'personal',
    summary: 'A red packet that I sent or took of changed; carries all of it, as I see it.',
    payload: object({ packet }),
  }),
  taken: event('packets.taken', {
    channel: 'personal',
    summary:
      'Somebody took a share of a packet: told to them and to its sender, as a line for the ' +
      'conversation that nobody else sees.',
    payload: object({
      packetId,
      conversationId,
      sender: personCard,
      taker: personCard,
      at: timestamp,
      /** It was the last one. */
      last: Type.Boolean(),
    }),
  }),
} as const;
