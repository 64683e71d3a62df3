export { chatPurpose, createAttachments, type Attachments } from './attachments.ts';
export { createChatRoutes } from './routes.ts';
export { createChat, type Chat, type ChatDeps, type ChatStats } from './service.ts';
export { createSearching } from './searching.ts';
export type {
  EntryPlace,
  LogRange,
  MovedLog,
  NamedMember,
  PlacedEntry,
  SearchStretch,
} from './searching.ts';
export type { EntryGone } from './types.ts';
