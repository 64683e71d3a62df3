import { Type } from 'typebox';
import { changing, reading } from '../limits.ts';
import { command, query } from '../method.ts';
import { personCard } from '../people.ts';
import { cursor, nothing, nullable, object, personId, text } from '../schema.ts';
import {
  commentId,
  maxMomentCommentLength,
  maxMomentMentions,
  maxMomentTextLength,
  moment,
  momentAttachment,
  momentAudience,
  momentComment,
  momentPlace,
  momentsNotice,
  momentsPage,
  momentsPageOut,
  momentsSettings,
  momentWindow,
  postId,
  postRef,
} from './types.ts';

const changes = { auth: 'person', limit: changing } as const;
const reads = { auth: 'person', limit: reading } as const;

const postMethods = {
  createPost: command('moments.createPost', {
    summary:
      'Puts a post into Moments, with words, up to nine photos, a video or a link. The same id ' +
      'again is the same post.',
    input: object({
      postId,
      text: text(maxMomentTextLength, 0),
      attachment: nullable(momentAttachment),
      place: nullable(momentPlace),
      /** Friends whom the words name; they are told if they may see the post. */
      mentions: Type.Array(personId, { maxItems: maxMomentMentions, uniqueItems: true }),
      audience: momentAudience,
    }),
    output: object({ post: moment }),
    refusals: ['file_unknown', 'post_conflict'],
    auth: 'person',
    limit: { person: { count: 30, perSeconds: 60 } },
  }),
  deletePost: command('moments.deletePost', {
    summary: 'Deletes a post of mine with all that others left at it.',
    input: object({ postId }),
    output: nothing,
    refusals: ['post_unknown'],
    ...changes,
  }),
  setAudience: command('moments.setAudience', {
    summary: 'Changes for whom a post of mine is; it counts at once.',
    input: object({ postId, audience: momentAudience }),
    output: object({ post: moment }),
    refusals: ['post_unknown'],
    ...changes,
  }),
  getPost: query('moments.getPost', {
    summary: 'A post with all likes and comments that I may see.',
    input: postRef,
    output: object({ post: moment }),
    refusals: ['post_unknown'],
    ...reads,
  }),
  getPosts: query('moments.getPosts', {
    summary: 'How posts are for me now; those that I may not see, or no longer, are left out.',
    input: object({
      posts: Type.Array(postRef, { minItems: 1, maxItems: momentsPage }),
    }),
    output: object({ posts: Type.Array(moment, { maxItems: momentsPage }) }),
    refusals: [],
    ...reads,
  }),
  listFeed: query('moments.listFeed', {
    summary:
      'Posts of my friends and mine, the newest first, 20 a page, by nothing but time. `before` ' +
      'goes on with older ones; `after` gives only what is newer than the top of an earlier page.',
    input: object({ before: Type.Optional(cursor), after: Type.Optional(cursor) }),
    output: momentsPageOut,
    refusals: [],
    ...reads,
  }),
  listAlbum: query('moments.listAlbum', {
    summary:
      'The posts of one person that I may see, the newest first, 20 a page; with a month ' +
      '(`2026-11`, UTC) from its last post on.',
    input: object({
      personId,
      before: Type.Optional(cursor),
      month: Type.Optional(Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$' })),
    }),
    output: object({
      ...momentsPageOut.properties,
      person: personCard,
      coverId: momentsSettings.properties.coverId,
      /** How far back the person lets others look; null where I may see nothing by any rule. */
      window: nullable(momentWindow),
    }),
    refusals: ['person_not_found'],
    ...reads,
  }),
  search: query('moments.search', {
    summary:
      'Posts of people in my list, and mine, that I may see and that have all these words; the ' +
      'newest first. Chinese, Japanese, Korean and Thai are found inside of longer text.',
    input: object({ query: text(100), before: Type.Optional(cursor) }),
    output: object({
      posts: momentsPageOut.properties.posts,
      /** Where to go on; also given with few posts, when looking took too long. */
      next: nullable(cursor),
    }),
    refusals: [],
    auth: 'person',
    limit: { person: { count: 120, perSeconds: 60 } },
  }),
} as const;

const reactionMethods = {
  like: command('moments.like', {
    summary: 'Likes a post; only friends of both its author and me see it.',
    input: postRef,
    output: object({ post: moment }),
    refusals: ['post_unknown', 'not_contact'],
    ...changes,
  }),
  unlike: command('moments.unlike', {
    summary: 'Takes my like back.',
    input: postRef,
    output: object({ post: moment }),
    refusals: ['post_unknown'],
    ...changes,
  }),
  comment: command('moments.comment', {
    summary:
      'Comments on a post, or answers a comment there; only friends of all concerned see it. The ' +
      'same id again is the same comment.',
    input: object({
      ...postRef.properties,
      commentId,
      text: text(maxMomentCommentLength),
      replyToId: nullable(commentId),
    }),
    output: object({ comment: momentComment }),
    refusals: [
      'post_unknown',
      'not_contact',
      'comment_unknown',
      'too_many_comments',
      'post_conflict',
    ],
    ...changes,
  }),
  deleteComment: command('moments.deleteComment', {
    summary: 'Deletes a comment of mine, or one at a post of mine.',
    input: object({ ...postRef.properties, commentId }),
    output: nothing,
    refusals: ['comment_unknown'],
    ...changes,
  }),
} as const;

export const momentsMethods = {
  ...postMethods,
  ...reactionMethods,
  listNotices: query('moments.listNotices', {
    summary: 'What concerns me, the newest first, 20 a page, and how much of it is new.',
    input: object({ before: Type.Optional(cursor) }),
    output: object({
      notices: Type.Array(momentsNotice, { maxItems: momentsPage }),
      unread: Type.Integer({ minimum: 0, description: 'Counted up to 100.' }),
      next: nullable(cursor),
    }),
    refusals: [],
    ...reads,
  }),
  markNoticesRead: command('moments.markNoticesRead', {
    summary: 'I have seen the notices that there are now.',
    input: nothing,
    output: nothing,
    refusals: [],
    ...changes,
  }),
  getSettings: query('moments.getSettings', {
    summary: 'For how long others see my posts, whether strangers see some, and my cover.',
    input: nothing,
    output: momentsSettings,
    refusals: [],
    ...reads,
  }),
  setSettings: command('moments.setSettings', {
    summary: 'Changes them; they count at once, also for what was posted before.',
    input: object({
      window: Type.Optional(momentWindow),
      allowsStrangers: Type.Optional(Type.Boolean()),
      coverId: Type.Optional(momentsSettings.properties.coverId),
    }),
    output: momentsSettings,
    refusals: ['file_unknown'],
    ...changes,
  }),
} as const;
