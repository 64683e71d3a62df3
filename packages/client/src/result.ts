import type { MethodName, MethodOutput, MethodRefusal } from '@plaza/contract';

/**
 * What a call may end with besides its output: a refusal that the method declares, `internal`
 * (the server's fault, `details.id` finds it in the log), or `offline` (no answer came, and it is
 * not known whether the call was carried out).
 */
export type CallError<N extends MethodName> = MethodRefusal<N> | 'internal' | 'offline';

export type Refused<E extends string = string> = {
  ok: false;
  error: E;
  message: string;
  details?: unknown;
};

export type Result<N extends MethodName> =
  | { ok: true; output: MethodOutput<N> }
  | Refused<CallError<N>>;

/** How a call left without an answer is told. */
export const offline: Refused<'offline'> = {
  ok: false,
  error: 'offline',
  message: 'The server could not be reached.',
};

/** Thrown by the `api` face, so that screens may use `try`; `error` is the refusal's name. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed';
  readonly error: string;
  readonly details: unknown;

  constructor({ error, message, details }: Refused) {
    super(message);
    this.error = error;
    this.details = details;
  }
}

/** The wait that a refusal asks for, or null when it names none. */
export function retryAfterMs({ details }: Refused): number | null {
  if (typeof details !== 'object' || details === null || !('retryAfterMs' in details)) return null;
  return typeof details.retryAfterMs === 'number' ? details.retryAfterMs : null;
}

const passing = new Set(['offline', 'unavailable', 'too_many_requests', 'internal']);

/** Whether trying the same call again later may succeed. */
export function isTransient({ error }: Refused): boolean {
  return passing.has(error);
}
