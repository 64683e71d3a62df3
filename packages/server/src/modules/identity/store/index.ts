export * from './attempt.ts';
export * from './clean.ts';
export * from './credential.ts';
export * from './person.ts';
export type { Querying } from './querying.ts';
export * from './session.ts';
export * from './step.ts';
export { tables } from './tables.ts';
