export { createSecret, hashSecret, sameSecret } from './secrets.ts';
export { clearedSessionCookie, readSessionCookie, sessionCookie } from './cookie.ts';
export type { Authenticate } from './types.ts';
