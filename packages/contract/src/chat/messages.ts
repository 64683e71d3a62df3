import type { FileId, InviteId, StickerId, StickerPackId } from '@plaza/base';
import { Type, type Static, type TProperties } from 'typebox';
import { billCard, billReminder } from '../bills/cards.ts';
import { packetCard, packetTaken } from '../packets/cards.ts';
import { transferCard, transferSettled } from '../pay/types.ts';
import { personCard } from '../people.ts';
import {
  conversationId,
  id,
  nullable,
  object,
  personId,
  sequence,
  text,
  timestamp,
} from '../schema.ts';

export const maxTextLength = 10_000;
export const maxCaptionLength = 1_000;
export const maxFileBytes = 1_073_741_824;
export const maxVoiceMs = 60_000;
export const maxMergedItems = 100;
export const maxMentions = 50;

export const fileId = id<FileId>('An uploaded file.');
export const inviteId = id<InviteId>('An invitation into a group.');
export const stickerPackId = id<StickerPackId>('A set of stickers.');
export const stickerId = id<StickerId>('A sticker.');

const pixels = Type.Integer({ minimum: 1, maximum: 16_384 });
const sizeBytes = Type.Integer({ minimum: 0, maximum: maxFileBytes });
const durationMs = (most: number) => Type.Integer({ minimum: 0, maximum: most });
const caption = Type.String({ maxLength: maxCaptionLength });
/** A ThumbHash in base64: some 25 bytes that stand in for the picture until it is there. */
const placeholder = Type.String({ maxLength: 60, pattern: '^[A-Za-z0-9+/=]*$' });

/** Any kind may answer an earlier message; only its place is named, so no copy outlives it. */
function said<const T extends string, P extends TProperties>(type: T, properties: P) {
  return object({ type: Type.Literal(type), ...properties, replyTo: Type.Optional(sequence) });
}

const textMessage = said('text', {
  text: Type.String({ minLength: 1, maxLength: maxTextLength }),
  /** Members who are to be told even when the conversation is muted; the text names them too. */
  mentions: Type.Optional(Type.Array(personId, { maxItems: maxMentions, uniqueItems: true })),
  /** Everybody; owner and admins only. */
  mentionsAll: Type.Optional(Type.Literal(true)),
});
const photo = said('photo', {
  fileId,
  /** A small picture for the thread; null: the file itself is small enough. */
  thumbId: nullable(fileId),
  ...{ width: pixels, height: pixels, sizeBytes, placeholder, caption },
  /** Sent as it was, but for what it told of place and camera. */
  isOriginal: Type.Boolean(),
});
const video = said('video', {
  fileId,
  posterId: nullable(fileId),
  ...{ width: pixels, height: pixels, sizeBytes, placeholder, caption },
  durationMs: durationMs(86_400_000),
});
const file = said('file', { fileId, name: text(255), sizeBytes, contentType: text(100), caption });
const voice = said('voice', {
  fileId,
  sizeBytes,
  durationMs: durationMs(maxVoiceMs),
  /** How loud it is over its length, 0 to 31. */
  peaks: Type.Array(Type.Integer({ minimum: 0, maximum: 31 }), { maxItems: 64 }),
});
const sticker = said('sticker', {
  packId: nullable(stickerPackId),
  stickerId: nullable(stickerId),
  fileId,
  ...{ width: pixels, height: pixels },
  /** What it shows, for ears and for lists. */
  alt: text(60),
});
const location = said('location', {
  latitude: Type.Number({ minimum: -90, maximum: 90 }),
  longitude: Type.Number({ minimum: -180, maximum: 180 }),
  name: text(100, 0),
});
const pollMessage = said('poll', {
  question: text(300),
  options: Type.Array(text(100), { minItems: 2, maxItems: 10 }),
  /** More than one option may be chosen. */
  multiple: Type.Boolean(),
  /** Only the numbers are shown, to everybody. */
  anonymous: Type.Boolean(),
});
const contact = said('contact', { personId });

/** What a person may send. Later kinds join it. */
export const messageBody = Type.Union([
  textMessage,
  photo,
  video,
  file,
  voice,
  sticker,
  location,
  pollMessage,
  contact,
]);
export type MessageBody = Static<typeof messageBody>;
export type TextMessage = Static<typeof textMessage>;

/** A contact that somebody recommends, with the card as it is now. */
const contactCard = said('contact', { person: personCard });

/** What may stand in a merged forward: nothing that belongs to where it was said. */
const quotable = Type.Union([textMessage, photo, video, file, voice, sticker, location]);
const mergedItem = object({ author: text(80, 0), at: timestamp, message: quotable });
/** Several messages of one conversation as one; written by the server, so that it is true. */
const merged = object({
  type: Type.Literal('merged'),
  title: text(120, 0),
  items: Type.Array(mergedItem, { minItems: 1, maxItems: maxMergedItems }),
});
export type MergedItem = Static<typeof mergedItem>;

/** An invitation into a group, written by the city in the conversation of the two people. */
const groupInvite = object({
  type: Type.Literal('groupInvite'),
  inviteId,
  groupId: conversationId,
  name: nullable(text(60)),
  memberCount: Type.Integer({ minimum: 0 }),
});

/** A message of another messenger, as its export tells it; nobody here vouches for it. */
const imported = object({
  type: Type.Literal('imported'),
  author: text(80, 0),
  text: Type.String({ maxLength: maxTextLength }),
  sentAt: timestamp,
});

/** What stands in the log: what people sent, and what only the city itself writes. */
export const shownMessage = Type.Union([
  textMessage,
  photo,
  video,
  file,
  voice,
  sticker,
  location,
  pollMessage,
  contactCard,
  merged,
  groupInvite,
  imported,
  transferCard,
  transferSettled,
  packetCard,
  packetTaken,
  billCard,
  billReminder,
]);
export type ShownMessage = Static<typeof shownMessage>;
