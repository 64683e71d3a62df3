export { createApi, createHttp, type ApiFace, type Http, type HttpDeps } from './http.ts';
export { CallFailed, type CallError, type Refused, type Result } from './result.ts';
export { createSocket, type Socket, type SocketLike } from './socket.ts';
export type * from './state/types.ts';
export { createMemoryStore } from './store/memory.ts';
export type {
  Meta,
  Store,
  StoreChange,
  StoredConversation,
  TableName,
  Tables,
} from './store/types.ts';
export { closeCodes } from './wire.ts';
