import type { PacketId } from '@plaza/base';
import { Type } from 'typebox';
import { id, nullable, object, oneOf, personId, text } from '../schema.ts';

export const packetId = id<PacketId>('A red packet.');

/** Shares at most. */
export const maxPacketShares = 100;
export const maxGreetingLength = 60;
export const greeting = text(maxGreetingLength, 0);
export const count = Type.Integer({ minimum: 1, maximum: maxPacketShares });

/** `fixed`: equal shares. `lucky`: drawn by lot when it is sent. `forOne`: one person’s alone. */
export const packetKind = oneOf(['fixed', 'lucky', 'forOne']);

/** SHA-256 in hex. */
export const digest = Type.String({ pattern: '^[0-9a-f]{64}$' });

/**
 * A red packet as a message of its conversation. How it stands for whoever looks is asked of
 * `packets`; how much is in it is told to who has opened it.
 */
export const packetCard = object({
  type: Type.Literal('packet'),
  packetId,
  kind: packetKind,
  /** Who alone may take it; null: everybody in the conversation. */
  forPersonId: nullable(personId),
  count,
  greeting,
  /** Binds how it was split; the seed that proves it is told once the packet is over. */
  commitment: digest,
});

/** In a conversation of two: the sender of this message took what was in the packet. */
export const packetTaken = object({ type: Type.Literal('packetTaken'), packetId });
