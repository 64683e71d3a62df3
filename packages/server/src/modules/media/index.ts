export { createPreviewing, type Previewing, type PreviewingDeps } from './previews/previewing.ts';
export { createMediaRoutes } from './routes.ts';
export { createTakeUpload, type MediaDeps, type TakeUpload } from './service.ts';
