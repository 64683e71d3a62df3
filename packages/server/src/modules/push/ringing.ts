import type { Clock, ConversationId, PersonId } from '@plaza/base';
import type { Bus } from '../../kernel/events/index.ts';
import { wakeTopic } from './pusher.ts';
import { unwantNotice, wantNotice } from './store/slots.ts';
import type { PushDeps, RingFacts } from './types.ts';

export type RingOrder = {
  callId: string;
  conversationId: ConversationId;
  callerId: PersonId;
  calleeIds: readonly PersonId[];
  media: 'voice' | 'video';
  expiresAt: Date;
};

export type Ringing = {
  /** Rings on the devices of these people whose app is closed, until it expires or is over. */
  ring(order: RingOrder): Promise<void>;
  /** Answered, declined or given up: the devices of these people stop. */
  ringOver(order: { callId: string; calleeIds: readonly PersonId[] }): Promise<void>;
};

const slotOf = (callId: string) => `call:${callId}`;

export function createRinging({
  db,
  clock,
  bus,
}: Pick<PushDeps, 'db'> & { clock: Pick<Clock, 'now'>; bus: Pick<Bus, 'publish'> }): Ringing {
  return {
    async ring({ callId, conversationId, callerId, calleeIds, media, expiresAt }) {
      const facts: RingFacts = { callId, conversationId, callerId, media };
      for (const personId of calleeIds) {
        const notice = { personId, slot: slotOf(callId), kind: 'ring' as const, facts };
        await wantNotice(db, notice, { at: clock.now(), expiresAt });
      }
      bus.publish(wakeTopic, {});
    },
    async ringOver({ callId, calleeIds }) {
      for (const personId of calleeIds) await unwantNotice(db, personId, slotOf(callId));
      bus.publish(wakeTopic, {});
    },
  };
}
