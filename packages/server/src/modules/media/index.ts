export { createMediaRoutes } from './routes.ts';
export { createTakeUpload, type MediaDeps, type TakeUpload } from './service.ts';
