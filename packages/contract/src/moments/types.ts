import type { CommentId, NoticeId, PostId } from '@plaza/base';
import { Type, type Static } from 'typebox';
import { fileId } from '../chat/messages.ts';
import { personCard } from '../people.ts';
import { cursor, id, nullable, object, oneOf, personId, text, timestamp } from '../schema.ts';

export const maxMomentTextLength = 2_000;
export const maxMomentCommentLength = 1_000;
export const maxMomentPhotos = 9;
export const maxMomentVideoMs = 60_000;
export const maxMomentMentions = 50;
/** Comments that a post takes. */
export const maxMomentComments = 1_000;
/** Posts on a page of the feed and of an album. */
export const momentsPage = 20;
/** Likes and comments that come with a post on such a page; all of them come with `getPost`. */
export const momentsShown = 50;

export const postId = id<PostId>('A post; chosen by its author before the first try.');
export const commentId = id<CommentId>('A comment; chosen by its writer before the first try.');
export const noticeId = id<NoticeId>('A notice of Moments.');

/** Which post: its id counts for its author only. */
export const postRef = object({ authorId: personId, postId });
export type PostRef = Static<typeof postRef>;

const pixels = Type.Integer({ minimum: 1, maximum: 16_384 });
const sizeBytes = Type.Integer({ minimum: 0 });
/** A ThumbHash in base64, as with photos of messages. */
const placeholder = Type.String({ maxLength: 60, pattern: '^[A-Za-z0-9+/=]*$' });

export const momentPhoto = object({
  fileId,
  /** A small picture for the grid; null: the file itself is small enough. */
  thumbId: nullable(fileId),
  ...{ width: pixels, height: pixels, sizeBytes, placeholder },
});
export type MomentPhoto = Static<typeof momentPhoto>;

/** What a post shows besides its words. */
export const momentAttachment = Type.Union([
  object({
    type: Type.Literal('photos'),
    photos: Type.Array(momentPhoto, { minItems: 1, maxItems: maxMomentPhotos }),
  }),
  object({
    type: Type.Literal('video'),
    fileId,
    posterId: nullable(fileId),
    ...{ width: pixels, height: pixels, sizeBytes, placeholder },
    durationMs: Type.Integer({ minimum: 0, maximum: maxMomentVideoMs }),
  }),
  object({
    type: Type.Literal('link'),
    url: Type.String({ maxLength: 2_000, pattern: '^https?://' }),
    title: text(200),
  }),
]);
export type MomentAttachment = Static<typeof momentAttachment>;

export const momentPlace = object({
  name: text(100),
  latitude: Type.Number({ minimum: -90, maximum: 90 }),
  longitude: Type.Number({ minimum: -180, maximum: 180 }),
});
export type MomentPlace = Static<typeof momentPlace>;

const named = {
  /** Tags that the author gave contacts; they count as they are when somebody looks. */
  tags: Type.Array(text(20), { maxItems: 50, uniqueItems: true }),
  personIds: Type.Array(personId, { maxItems: 500, uniqueItems: true }),
};

/** `all` friends; only `me`; only `these`; all `except` these. */
export const momentAudience = Type.Union([
  object({ kind: Type.Literal('all') }),
  object({ kind: Type.Literal('me') }),
  object({ kind: Type.Literal('these'), ...named }),
  object({ kind: Type.Literal('except'), ...named }),
]);
export type MomentAudience = Static<typeof momentAudience>;

export const momentComment = object({
  commentId,
  person: personCard,
  /** Whom it answers. The comment itself may be gone since. */
  replyTo: nullable(object({ commentId, person: personCard })),
  text: text(maxMomentCommentLength),
  at: timestamp,
});
export type MomentComment = Static<typeof momentComment>;

/** A post as one viewer sees it: others get only what they may see of likes and comments. */
export const moment = object({
  postId,
  author: personCard,
  at: timestamp,
  text: text(maxMomentTextLength, 0),
  attachment: nullable(momentAttachment),
  place: nullable(momentPlace),
  mentions: Type.Array(personCard, { maxItems: maxMomentMentions }),
  /** Told to the author alone. */
  audience: nullable(momentAudience),
  /** The viewer is a friend, who may like it and comment on it; a stranger only looks. */
  mayReact: Type.Boolean(),
  liked: Type.Boolean(),
  /** The first to like it come first. Counts are of what the viewer sees, never a total. */
  likes: Type.Array(personCard, { maxItems: maxMomentComments }),
  likeCount: Type.Integer({ minimum: 0 }),
  /** The oldest come first. */
  comments: Type.Array(momentComment, { maxItems: maxMomentComments }),
  commentCount: Type.Integer({ minimum: 0 }),
});
export type Moment = Static<typeof moment>;

/** For how long others see posts: three days, 30 days, 182 days, always. */
export const momentWindow = oneOf(['threeDays', 'month', 'halfYear', 'all']);

export const momentsSettings = object({
  window: momentWindow,
  /** Who is no friend may look at my ten newest posts for all friends. */
  allowsStrangers: Type.Boolean(),
  /** A picture above my album and my feed. */
  coverId: nullable(fileId),
});
export type MomentsSettings = Static<typeof momentsSettings>;

/** Something that concerns me: at a post of mine, at one that I commented on, or that names me. */
export const momentsNotice = object({
  noticeId,
  kind: oneOf(['like', 'comment', 'reply', 'mention']),
  post: postRef,
  person: personCard,
  /** What was written; null with a like and a mention. */
  comment: nullable(momentComment),
  /** What the post begins with, and its first picture. */
  words: text(100, 0),
  thumbId: nullable(fileId),
  at: timestamp,
  isNew: Type.Boolean(),
});
export type MomentsNotice = Static<typeof momentsNotice>;

/** A page of posts, the newest first. */
export const momentsPageOut = object({
  posts: Type.Array(moment, { maxItems: momentsPage }),
  /** The place before the first post of this page: ask what is `after` it later. */
  top: nullable(cursor),
  /** Where older posts go on; null: there are none. */
  next: nullable(cursor),
});
