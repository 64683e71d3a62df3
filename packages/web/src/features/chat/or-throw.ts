import { CallFailed, type Refused } from '@plaza/client';

/** The answer of a command, or its refusal thrown for whoever runs the task to tell. */
export function orThrow<T extends { ok: true } | Refused>(result: T): Extract<T, { ok: true }> {
  if (!result.ok) throw new CallFailed(result as Refused);
  return result as Extract<T, { ok: true }>;
}
