export { usualTuning } from './candidates.ts';
export type { MomentsDeps } from './deps.ts';
export { createMomentsRoutes } from './routes.ts';
export { createMoments, type Moments } from './service.ts';
