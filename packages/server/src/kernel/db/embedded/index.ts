export { lockDataFolder, type FolderLock } from './lock.ts';
export { startEmbedded, type Embedded } from './start.ts';
