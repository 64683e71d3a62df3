export { payv3Methods } from './methods.ts';
export {
  maxApiKeys,
  maxApps,
  type ApiAccess,
  type ApiKey,
  type CallbackFinding,
  type Notice,
  type NoticeAttempt,
  type ShopApp,
} from './types.ts';
