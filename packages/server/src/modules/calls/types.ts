import type { CallId, ConversationId, PersonId } from '@plaza/base';
import type { CallMedia } from '@plaza/contract';
import type { CallStatus } from './machine.ts';

/** A call as it is stored. */
export type CallRow = CallStatus & {
  callId: CallId;
  conversationId: ConversationId;
  kind: 'direct' | 'group';
  media: CallMedia;
  version: number;
  startedAt: Date;
};

/** What follows from a call after its commit; each is idempotent. */
export const logTopic = 'calls.toLog';
export const ringTopic = 'calls.toRing';
export const quietTopic = 'calls.toQuiet';
export type LogPayload = { callId: CallId };
export type RingPayload = { callId: CallId; personIds: PersonId[] };

/** What processes tell each other for the sockets of one person. */
export const toldTopic = 'calls';
