import type { SignedIn } from '@plaza/contract';
import type { Call, Outcome } from '../../kernel/rpc/index.ts';
import type { Issued } from './sessions.ts';

/** The value of a yes; a no ends the call with the refusal of its name. */
export function valueOf<T, Reason extends string>(
  // A property, not a method: only so does a reason that the method does not declare not compile.
  call: { refuse: (reason: Reason, details?: unknown) => never },
  outcome: Outcome<T, Reason>,
): T {
  return outcome.ok ? outcome.value : call.refuse(outcome.reason, outcome.details);
}

/** Hands a new session over: as a cookie that scripts cannot read, or in the answer. */
export function deliver(
  call: Pick<Call, 'setSessionCookie'>,
  { me, session, secret }: Issued,
  delivery: 'cookie' | 'token',
): SignedIn {
  if (delivery === 'token') return { me, session, token: secret };
  call.setSessionCookie(secret);
  return { me, session };
}
