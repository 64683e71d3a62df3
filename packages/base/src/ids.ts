import { assert } from './assert.ts';
import type { Clock } from './clock.ts';
import type { Random } from './random.ts';

/** A string that the type system keeps apart from other strings. */
export type Brand<Name extends string> = string & { readonly __brand: Name };

export type PersonId = Brand<'PersonId'>;
export type SessionId = Brand<'SessionId'>;
export type ConversationId = Brand<'ConversationId'>;
export type ClientId = Brand<'ClientId'>;
export type FileId = Brand<'FileId'>;
export type TransferId = Brand<'TransferId'>;
export type PacketId = Brand<'PacketId'>;
export type BillId = Brand<'BillId'>;
/** A card on the wallet of somebody else. */
export type FamilyCardId = Brand<'FamilyCardId'>;
export type MerchantId = Brand<'MerchantId'>;
/** What a merchant is paid for. */
export type OrderId = Brand<'OrderId'>;
/** Money on its way to or from a merchant: a payment, a refund, a payout, a hold. */
export type MoveId = Brand<'MoveId'>;
export type ShiftId = Brand<'ShiftId'>;
export type ScheduleId = Brand<'ScheduleId'>;
export type ReminderId = Brand<'ReminderId'>;
export type InviteId = Brand<'InviteId'>;
export type FavouriteId = Brand<'FavouriteId'>;
export type StickerPackId = Brand<'StickerPackId'>;
export type StickerId = Brand<'StickerId'>;
export type CallId = Brand<'CallId'>;
export type SeatId = Brand<'SeatId'>;
export type CaseId = Brand<'CaseId'>;
export type PostId = Brand<'PostId'>;
export type CommentId = Brand<'CommentId'>;
export type NoticeId = Brand<'NoticeId'>;
/** An idempotency key of a money command. */
export type PayKey = Brand<'PayKey'>;

/** The shape of every id on the wire: a lower-case UUID. */
export const uuidPattern = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';
const uuidExpression = new RegExp(uuidPattern);

/** Whether `text` is a lower-case UUID. */
export function isUuid(text: string): boolean {
  return uuidExpression.test(text);
}

/** Writes 16 bytes as a UUID, setting the `version` digit and the variant bits (RFC 9562). */
export function formatUuid(bytes: Uint8Array, version: 7 | 8): string {
  assert(bytes.length >= 16, 'a UUID has 16 bytes');
  let hex = '';
  for (let i = 0; i < 16; i += 1) {
    let byte = bytes[i] as number;
    if (i === 6) byte = (byte & 0x0f) | (version << 4);
    if (i === 8) byte = (byte & 0x3f) | 0x80;
    hex += byte.toString(16).padStart(2, '0');
    if (i === 3 || i === 5 || i === 7 || i === 9) hex += '-';
  }
  return hex;
}

/** Makes ids; call it with the brand that the id shall have: `newId<PersonId>()`. */
export type NewId = <Id extends string>() => Id;

/**
 * Makes UUIDv7 ids: sortable by time of making, and strictly rising within one process because a
 * 12-bit counter takes the place of the sub-millisecond part (RFC 9562 §6.2, method 1).
 */
export function createIds(clock: Clock, random: Random): NewId {
  let lastMs = 0;
  let counter = 0;
  return <Id extends string>() => {
    const nowMs = clock.nowMs();
    if (nowMs > lastMs) {
      lastMs = nowMs;
      // Half of the range stays free, so that a burst in one millisecond does not overflow.
      counter = random.int(0x800);
    } else {
      counter += 1;
      if (counter > 0xfff) {
        lastMs += 1;
        counter = random.int(0x800);
      }
    }
    const bytes = random.bytes(16);
    for (let i = 0; i < 6; i += 1) bytes[i] = Math.floor(lastMs / 2 ** (8 * (5 - i))) & 0xff;
    bytes[6] = counter >> 8;
    bytes[7] = counter & 0xff;
    return formatUuid(bytes, 7) as Id;
  };
}
