import type { Api, InputOf, Method, MethodInput, MethodName, OutputOf } from '@plaza/contract';
import { CallFailed, offline, type Refused, type Result } from './result.ts';

export type HttpDeps = {
  /** The server's origin, such as `http://localhost:8080`; empty for the page's own. */
  baseUrl: string;
  /** The secret of a program's session; browsers leave it out and send their cookie. */
  token?: string | (() => string | null);
  fetch: typeof globalThis.fetch;
};

export type CallOptions = { signal?: AbortSignal };

/** A call that got no answer for so long is taken as lost. */
const answerWithinMs = 30_000;

export type Http = {
  /** Calls a method; never throws, the result says how it ended. */
  call<N extends MethodName>(
    name: N,
    input: MethodInput<N>,
    options?: CallOptions,
  ): Promise<Result<N>>;
};

/** Every method as a function that gives the output or throws `CallFailed`. */
export type ApiFace = {
  readonly [F in keyof Api]: {
    readonly [V in keyof Api[F]]: Api[F][V] extends Method
      ? (input: InputOf<Api[F][V]>, options?: CallOptions) => Promise<OutputOf<Api[F][V]>>
      : never;
  };
};

function asRefused(status: number, body: unknown): Refused {
  if (typeof body !== 'object' || body === null || !('error' in body)) {
    // A proxy answered in the server's place; the call may be tried again.
    return { ok: false, error: status >= 500 ? 'unavailable' : 'internal', message: '' };
  }
  const { error, message, details, id } = body as Record<string, unknown>;
  const refused: Refused = { ok: false, error: String(error), message: String(message ?? '') };
  if (details !== undefined) refused.details = details;
  else if (id !== undefined) refused.details = { id };
  return refused;
}

/** Creates the caller of the server's methods over HTTP. */
export function createHttp({ baseUrl, token, fetch }: HttpDeps): Http {
  function headers(): Record<string, string> {
    const secret = typeof token === 'function' ? token() : token;
    const fixed = { 'content-type': 'application/json' };
    return secret == null ? fixed : { ...fixed, authorization: `Bearer ${secret}` };
  }

  async function post(name: string, input: unknown, signal?: AbortSignal): Promise<unknown> {
    const lost = AbortSignal.timeout(answerWithinMs);
    const response = await fetch(`${baseUrl}/rpc/${name}`, {
      method: 'POST',
      headers: headers(),
      body: JSON.stringify(input),
      credentials: 'same-origin',
      signal: signal === undefined ? lost : AbortSignal.any([signal, lost]),
    });
    const body: unknown = await response.json().catch(() => null);
    return response.ok ? { ok: true, output: body } : asRefused(response.status, body);
  }

  return {
    async call<N extends MethodName>(name: N, input: MethodInput<N>, options?: CallOptions) {
      try {
        return (await post(name, input, options?.signal)) as Result<N>;
      } catch {
        return offline;
      }
    },
  };
}

/** Turns a caller into functions by feature and verb: `api.chat.createGroup({...})`. */
export function createApi({ call }: Http): ApiFace {
  const feature = (name: string) =>
    new Proxy(
      {},
      {
        get: (_, verb) => async (input: never, options?: CallOptions) => {
          const result = await call(`${name}.${String(verb)}` as MethodName, input, options);
          if (result.ok) return result.output;
          throw new CallFailed(result);
        },
      },
    );
  return new Proxy({}, { get: (_, name) => feature(String(name)) }) as ApiFace;
}
