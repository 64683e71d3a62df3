export { createPushRoutes } from './routes.ts';
export type { Ringing, RingOrder } from './ringing.ts';
export { createPush, type Push } from './service.ts';
export { knownServices } from './services.ts';
export type { PushDeps } from './types.ts';
