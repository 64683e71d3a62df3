// What an implementation of the store needs, and no more: it may run in a worker of its own.
export { blanking, hiding, replacing } from './entries.ts';
export type {
  JoinRequests,
  Meta,
  Store,
  StoreChange,
  StoredConversation,
  StoredEntry,
  TableName,
  Tables,
} from './types.ts';
