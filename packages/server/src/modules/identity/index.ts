export type { IdentityDeps, PersonalLog, ProfileHook, RelyingParty } from './context.ts';
export { createIdentity, type Identity } from './identity.ts';
export type { AccountControl } from './operate.ts';
export type { NewPerson } from './people.ts';
export type { WrongPassword } from './secrets.ts';
export { createIdentityRoutes } from './routes.ts';
