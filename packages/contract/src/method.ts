import type { Static, TSchema } from 'typebox';
import type { CommonRefusal, RefusalName } from './refusals.ts';

/** Who may call: anybody, a signed-in person, or a person who operates this server. */
export type Auth = 'public' | 'person' | 'operator';

/** A token bucket: `count` calls per `perSeconds`, all of them at once if one likes. */
export type Rate = { count: number; perSeconds: number };

/** Limits of a method: by signed-in person, by network address, or both. */
export type Limit = { person?: Rate; address?: Rate };

export type MethodKind = 'command' | 'query';

/**
 * `both` methods may also be called in a frame of the WebSocket. History, lists and media stay on
 * HTTP, so that bulk never delays a live message.
 */
export type Transport = 'http' | 'both';

/** A method of the public interface, as data. */
export type Method<
  Name extends string = string,
  Input extends TSchema = TSchema,
  Output extends TSchema = TSchema,
  Refusals extends readonly RefusalName[] = readonly RefusalName[],
> = {
  readonly name: Name;
  readonly kind: MethodKind;
  /** One sentence for the docs: what it does, for whom. */
  readonly summary: string;
  readonly input: Input;
  readonly output: Output;
  /** What the method may refuse, besides the common refusals. */
  readonly refusals: Refusals;
  readonly auth: Auth;
  readonly limit: Limit;
  readonly transport: Transport;
  /** Whether a suspended person may call it too, who came in to appeal. */
  readonly whileSuspended?: boolean;
};

type Spec<I extends TSchema, O extends TSchema, R extends readonly RefusalName[]> = {
  summary: string;
  input: I;
  output: O;
  refusals: R;
  auth: Auth;
  limit: Limit;
  transport?: Transport;
  whileSuspended?: boolean;
};

function define(kind: MethodKind) {
  return <
    const Name extends string,
    I extends TSchema,
    O extends TSchema,
    const R extends readonly RefusalName[],
  >(
    name: Name,
    spec: Spec<I, O, R>,
  ): Method<Name, I, O, R> => ({ name, kind, transport: 'http', ...spec });
}

/** Declares a method that changes something. */
export const command = define('command');

/** Declares a method that only reads. */
export const query = define('query');

export type InputOf<M extends Method> = Static<M['input']>;
export type OutputOf<M extends Method> = Static<M['output']>;
/** The names that a caller of the method must be ready for. */
export type RefusalOf<M extends Method> = M['refusals'][number] | CommonRefusal;
