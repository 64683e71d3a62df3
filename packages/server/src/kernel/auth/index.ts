export { createSecret, hashSecret, sameSecret } from './secrets.ts';
export { clearedSessionCookie, readSessionCookie, sessionCookie } from './cookie.ts';
export {
  countTry,
  lockStateAt,
  lockTable,
  type LockRecord,
  type LockRule,
  type LockState,
} from './lock.ts';
export { createPasswords, type PasswordCheck, type Passwords } from './passwords.ts';
export type { Authenticate } from './types.ts';
