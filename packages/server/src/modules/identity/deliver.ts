import type { SignedIn } from '@plaza/contract';
import type { Call } from '../../kernel/rpc/index.ts';
import type { Issued } from './sessions.ts';

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
