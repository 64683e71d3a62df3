import type { CallId, SeatId } from '@plaza/base';
import { Type, type Static } from 'typebox';
import { personCard } from '../people.ts';
import { conversationId, id, nullable, object, oneOf, personId, text } from '../schema.ts';
import { timestamp } from '../schema.ts';

/** Every device sends to every other one, so this many is what a home connection carries. */
export const maxCallPeople = { voice: 9, video: 4 } as const;
/** For so long a call rings before it is missed. */
export const ringSeconds = 45;
/** Whoever is in a call says so this often. */
export const keepAliveSeconds = 10;
/** Who was not heard of for so long is in the call no more. */
export const lapseSeconds = 60;
/** Relay credentials are good for so long; a client that needs them later asks again. */
export const relaySeconds = 600;
export const maxTypedLength = 500;
/** What devices tell each other in one go: candidates come in bursts. */
export const maxSignals = 40;

export const callId = id<CallId>('A call; chosen by the caller before the first try.');
/** One page or program that takes part: a person may have several, and only one is in the call. */
export const seatId = id<SeatId>('The place of one device in a call, chosen by the device.');
export const callMedia = oneOf(['voice', 'video']);
export type CallMedia = Static<typeof callMedia>;

export const partyState = oneOf(['ringing', 'joined', 'declined', 'missed', 'busy', 'left']);
export type PartyState = Static<typeof partyState>;
export const callOutcome = oneOf(['answered', 'declined', 'missed', 'cancelled', 'busy']);
export type CallOutcome = Static<typeof callOutcome>;

export const callParty = object({
  person: personCard,
  state: partyState,
  /** The device that is in the call; null for who is not. */
  seatId: nullable(seatId),
  /** Until then it rings. */
  ringUntil: nullable(timestamp),
});
export type CallParty = Static<typeof callParty>;

/** A call as every member of it sees it, whole: of two, the higher version is the newer. */
export const call = object({
  callId,
  conversationId,
  kind: oneOf(['direct', 'group']),
  media: callMedia,
  callerId: personId,
  state: oneOf(['ringing', 'active', 'ended']),
  /** How it ended; null until then. */
  outcome: nullable(callOutcome),
  version: Type.Integer({ minimum: 1 }),
  startedAt: timestamp,
  answeredAt: nullable(timestamp),
  endedAt: nullable(timestamp),
  parties: Type.Array(callParty, { minItems: 1 }),
});
export type Call = Static<typeof call>;

/** What two devices of a call tell each other through the server; the server keeps none of it. */
export const callSignal = Type.Union([
  object({
    kind: Type.Literal('description'),
    type: oneOf(['offer', 'answer']),
    sdp: Type.String({ maxLength: 40_000 }),
  }),
  object({
    kind: Type.Literal('candidate'),
    candidate: Type.String({ maxLength: 1_000 }),
    sdpMid: nullable(Type.String({ maxLength: 60 })),
    sdpMLineIndex: nullable(Type.Integer({ minimum: 0, maximum: 99 })),
  }),
  /** Asks the other side to begin anew: the sender has just come, or come back. */
  object({ kind: Type.Literal('hello') }),
  object({ kind: Type.Literal('status'), microphone: Type.Boolean(), camera: Type.Boolean() }),
  /**
   * Real-time text, for when the direct way is not there: a line as it stands after a keystroke.
   * Of two with the same line, the higher revision counts.
   */
  object({
    kind: Type.Literal('typed'),
    line: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
    revision: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
    text: Type.String({ maxLength: maxTypedLength }),
  }),
]);
export type CallSignal = Static<typeof callSignal>;

/** The servers that help two devices to find each other (RFC 8445), as browsers take them. */
export const relays = object({
  servers: Type.Array(
    object({
      urls: Type.Array(text(300), { minItems: 1, maxItems: 10 }),
      username: Type.Optional(text(200)),
      credential: Type.Optional(text(200)),
    }),
    { maxItems: 2 },
  ),
  /** The city has a relay; without one only devices that reach each other directly can talk. */
  hasRelay: Type.Boolean(),
  /** I want everything of mine relayed, so that nobody in a call learns my network address. */
  relayOnly: Type.Boolean(),
  expiresAt: timestamp,
});
export type Relays = Static<typeof relays>;

export const callSettings = object({ relayOnly: Type.Boolean() });
export type CallSettings = Static<typeof callSettings>;
