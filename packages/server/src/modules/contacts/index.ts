export { relationTopic } from './crossing.ts';
export type { ContactsDeps, People } from './deps.ts';
export type { WriteVerdict } from './policy.ts';
export { createContactsRoutes } from './routes.ts';
export { createContacts, type Contacts } from './service.ts';
