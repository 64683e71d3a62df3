export { createClient, type Client, type ClientDeps, type LeadingClient } from './client.ts';
export type { Commands, InboxWish, MediaMessage, MediaPart } from './commands.ts';
export type { Heard } from './heard.ts';
export { createApi, createHttp, type ApiFace, type Http, type HttpDeps } from './http.ts';
export { CallFailed, type CallError, type Refused, type Result } from './result.ts';
export { createSocket, type Socket, type SocketLike } from './socket.ts';
export { actKey, refusedActs } from './state/acts.ts';
export { isMutedByWords, isQuiet, shouldAlert, wordsOf } from './state/alerts.ts';
export { may, roleOf } from './state/permissions.ts';
export type { MomentCommands, NamedBlob } from './moments.ts';
export { draftsOf, feedOf, keyOf, postKey, refOf } from './state/posts.ts';
export { takingsOf, type KnownPacket, type Taking } from './state/packets.ts';
export * from './state/select.ts';
export { nullFileId } from './outbox/parts.ts';
export type { Uploader, UploadJob, UploadResult } from './outbox/uploader.ts';
export type * from './state/types.ts';
export { createMemoryStore } from './store/memory.ts';
export type {
  Meta,
  Store,
  StoreChange,
  StoredConversation,
  StoredEntry,
  TableName,
  Tables,
} from './store/types.ts';
export type { Idle } from './sync/backfill.ts';
export type { Topic } from './topics.ts';
export { closeCodes } from './wire.ts';
export type { Channel, Message } from './port/protocol.ts';
export { createSharedClient, type SharedDeps } from './port/shared.ts';
