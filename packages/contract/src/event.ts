import type { Static, TSchema } from 'typebox';

/**
 * Where an event lives. `personal` events have a gap-free sequence per person and are kept for
 * catching up; `conversation` events carry the sequence of their conversation's log; `ephemeral`
 * ones are never stored and may be lost.
 */
export type Channel = 'personal' | 'conversation' | 'ephemeral';

/** An event that the server tells a client of, as data. */
export type EventSpec<
  Name extends string = string,
  Payload extends TSchema = TSchema,
  On extends Channel = Channel,
> = {
  readonly name: Name;
  readonly channel: On;
  readonly summary: string;
  readonly payload: Payload;
};

/** Declares an event; its name is `feature.pastTense`. */
export function event<const Name extends string, P extends TSchema, const On extends Channel>(
  name: Name,
  spec: { channel: On; summary: string; payload: P },
): EventSpec<Name, P, On> {
  return { name, ...spec };
}

export type PayloadOf<E extends EventSpec> = Static<E['payload']>;
