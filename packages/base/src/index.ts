export {
  isQuietAt,
  isUnreadType,
  mayAlert,
  saysMuteWord,
  unreadTypes,
  type AlertMessage,
  type AlertRules,
} from './alerts.ts';
export { AssertionFault, assert, present, unreachable } from './assert.ts';
export { backoffMs } from './backoff.ts';
export { systemClock, type Clock, type Timer } from './clock.ts';
export {
  createIds,
  formatUuid,
  isUuid,
  uuidPattern,
  type Brand,
  type ClientId,
  type ConversationId,
  type FamilyCardId,
  type FileId,
  type NewId,
  type CallId,
  type CaseId,
  type CommentId,
  type FavouriteId,
  type InviteId,
  type MerchantId,
  type MoveId,
  type NoticeId,
  type OrderId,
  type BillId,
  type PacketId,
  type PayKey,
  type PostId,
  type ReminderId,
  type ScheduleId,
  type StickerId,
  type StickerPackId,
  type PersonId,
  type SeatId,
  type SessionId,
  type ShiftId,
  type TransferId,
} from './ids.ts';
export { manualClock, type ManualClock } from './manual-clock.ts';
export { shiftedClock, type ShiftedClock } from './shifted-clock.ts';
export { formatMinor, isAmount, maxAmountMinor, parseMinor, splitEvenly } from './money.ts';
export { boundedQueue, type BoundedQueue } from './queue.ts';
export { pick, secureRandom, seededRandom, type Random } from './random.ts';
export { cleanLine, codePointLength, truncate } from './text.ts';
