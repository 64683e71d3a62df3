export { createFiles, type FilesDeps } from './files.ts';
export { createFilesHolding } from './holding.ts';
export { cleanImage, type CleanImage, type ImageBounds } from './images.ts';
export { registerFileRoutes, type FileRoutesDeps } from './routes.ts';
export { nobody } from './store.ts';
export { createUploads, type UploadId, type Uploads, type UploadsDeps } from './uploads.ts';
export type {
  FileContent,
  FileFacts,
  FileKind,
  FileLabel,
  Files,
  MayRead,
  OpenFile,
  StoredFile,
} from './types.ts';
