import { accountMethods } from './account.ts';
import { signInMethods } from './sign-in.ts';

export { identityEvents } from './events.ts';
export type { Me, Passkey, Reset, Session, SignedIn } from './types.ts';
export const identityMethods = { ...signInMethods, ...accountMethods } as const;
