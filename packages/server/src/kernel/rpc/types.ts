import type { PersonId, SessionId } from '@plaza/base';
import type { InputOf, Method, OutputOf, RefusalOf } from '@plaza/contract';
import type { WrittenOutput } from './written.ts';

/** Who is behind a call, as its session says. */
export type Caller = {
  personId: PersonId;
  sessionId: SessionId;
  role: 'resident' | 'operator';
  /** Came in to appeal: almost everything is closed to them. */
  isSuspended?: true;
};

/** Where a call comes from. */
export type Origin = {
  /** The network address of the client, after trusted proxies. */
  address: string;
  transport: 'http' | 'socket';
  /** Puts the session's secret in the HttpOnly cookie of the answer; null clears it. */
  setSessionCookie(secret: string | null): void;
};

/** What a handler knows besides its input. */
export type Call<M extends Method = Method> = Origin & {
  caller: M['auth'] extends 'public' ? Caller | null : Caller;
  /** Ends the call with a refusal that the method declares; the transaction rolls back. */
  refuse(name: RefusalOf<M>, details?: unknown): never;
  /** Aborted when the client is gone or the server stops. */
  signal: AbortSignal;
};

export type Handler<M extends Method> = (
  input: InputOf<M>,
  call: Call<M>,
) => Promise<OutputOf<M> | WrittenOutput<OutputOf<M>>>;

/** One handler for each method of a feature: a missing one does not compile. */
export type Handlers<Feature extends Record<string, Method>> = {
  [Verb in keyof Feature]: Handler<Feature[Verb]>;
};
