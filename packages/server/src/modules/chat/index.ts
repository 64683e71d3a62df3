export { chatPurpose, createAttachments, type Attachments } from './attachments.ts';
export type { MayNotCall } from './calling.ts';
export { createChatRoutes } from './routes.ts';
export { createChat, type Chat, type ChatDeps, type ChatStats } from './service.ts';
export type { Note } from './note.ts';
export { createSearching } from './searching.ts';
export type {
  EntryPlace,
  LogRange,
  MovedLog,
  NamedMember,
  PlacedEntry,
  SearchStretch,
} from './searching.ts';
export type { EntryGone, ToldEntry } from './types.ts';
