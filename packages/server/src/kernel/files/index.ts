export { createFiles, type FilesDeps } from './files.ts';
export { createFilesHolding } from './holding.ts';
export { cleanImage, type CleanImage } from './images.ts';
export { registerFileRoutes, type FileRoutesDeps } from './routes.ts';
export type { FileContent, FileLabel, Files, MayRead, OpenFile, StoredFile } from './types.ts';
