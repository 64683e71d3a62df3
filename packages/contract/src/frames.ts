import { Type, type Static } from 'typebox';
import { object, sequence, text, timestamp } from './schema.ts';

// The frames of the WebSocket at /socket: JSON text, one object a frame, `t` says which.

/** The largest frame that either side may send, in bytes. */
export const maxFrameBytes = 64 * 1024;

const callId = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });

/** First frame of a client. `personalSeq` is the last personal event that it has. */
export const hello = object({ t: Type.Literal('hello'), personalSeq: sequence });
/** A call of a method whose transport is `both`. */
export const call = object({
  t: Type.Literal('call'),
  id: callId,
  method: text(80),
  input: Type.Unknown(),
});
/** Asks for a `pong`; a client sends it when it heard nothing for 25 s. */
export const ping = object({ t: Type.Literal('ping') });

export const clientFrame = Type.Union([hello, call, ping]);
export type ClientFrame = Static<typeof clientFrame>;

/** Answer to `hello`: from here on the socket gets every event. */
export const helloOk = object({
  t: Type.Literal('hello_ok'),
  serverTime: timestamp,
  /** The newest personal event; pull when it is ahead of what the client has. */
  personalSeq: sequence,
});
export const answer = object({ t: Type.Literal('answer'), id: callId, output: Type.Unknown() });
export const refused = object({
  t: Type.Literal('refused'),
  id: callId,
  error: text(60),
  message: Type.String(),
  details: Type.Optional(Type.Unknown()),
});
/** An event; `seq` is there for personal events only. */
export const told = object({
  t: Type.Literal('event'),
  name: text(60),
  seq: Type.Optional(sequence),
  at: Type.Optional(timestamp),
  payload: Type.Unknown(),
});
/** Something may have been lost on the way: fetch heads again. */
export const lag = object({ t: Type.Literal('lag') });
export const pong = object({ t: Type.Literal('pong') });

export const serverFrame = Type.Union([helloOk, answer, refused, told, lag, pong]);
export type ServerFrame = Static<typeof serverFrame>;

/** Why the server closed a socket (WebSocket close codes of the private range). */
export const closeCodes = {
  /** The session ended or is not valid: sign in again. */
  signedOut: 4001,
  /** A frame was malformed, too large, or came before `hello`. */
  badFrame: 4002,
  /** The client read too slowly: connect again and catch up. */
  tooSlow: 4008,
  /** The server stops: connect again after a while. */
  goingAway: 1001,
} as const;
