import type { api } from '@plaza/contract';
import type { Handlers } from '../../kernel/rpc/index.ts';
import type { Identity } from './identity.ts';
import { createAccountRoutes } from './routes-account.ts';
import { createSignInRoutes } from './routes-sign-in.ts';

/** The handlers of every identity method. */
export function createIdentityRoutes(identity: Identity): Handlers<typeof api.identity> {
  return { ...createSignInRoutes(identity), ...createAccountRoutes(identity) };
}
