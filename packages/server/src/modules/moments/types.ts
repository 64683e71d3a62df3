import type { CommentId, FileId, NoticeId, PersonId, PostId } from '@plaza/base';
import type { MomentWindow } from '@plaza/base/moments';
import type {
  MomentAttachment,
  MomentAudience,
  MomentPlace,
  MomentsNotice,
  PostRef,
} from '@plaza/contract';

/** What the law asks of a post. */
export type PostSkeleton = PostRef & { at: Date; audience: MomentAudience };

export type PostRow = PostSkeleton & {
  text: string;
  attachment: MomentAttachment | null;
  place: MomentPlace | null;
  mentions: PersonId[];
};

export type LikeRow = PostRef & { byId: PersonId; at: Date };

export type CommentRow = PostRef & {
  commentId: CommentId;
  byId: PersonId;
  replyToId: CommentId | null;
  replyToPersonId: PersonId | null;
  text: string;
  at: Date;
};

export type PersonRow = {
  personId: PersonId;
  window: MomentWindow;
  allowsStrangers: boolean;
  coverId: FileId | null;
};

export type NoticeRow = {
  personId: PersonId;
  noticeId: NoticeId;
  kind: MomentsNotice['kind'];
  authorId: PersonId;
  postId: PostId;
  byId: PersonId;
  commentId: CommentId | null;
  at: Date;
};

/** A place in a list by time. */
export type Place = { atMs: number; id: string };

/** Something at a post that others may have to be told of. */
export type Happening =
  /** New, or for others than before; `before` is whom it was for. */
  | { kind: 'posted'; post: StoredSkeleton; mentions: PersonId[] }
  | { kind: 'audience'; post: StoredSkeleton; before: MomentAudience }
  | { kind: 'deleted'; post: StoredSkeleton }
  | {
      kind: 'reacted';
      post: StoredSkeleton;
      byId: PersonId;
      /** Whom a comment answers. */
      answeredId: PersonId | null;
      /** What it was; null when it was taken back. */
      what: 'like' | 'comment' | null;
      commentId: CommentId | null;
    };

/** As JSON of the outbox. */
export type StoredSkeleton = PostRef & { atMs: number; audience: MomentAudience };

export const happenedTopic = 'moments.happened';
export const toldTopic = 'moments.told';
/** What is uploaded to be sent is also what is posted. */
export const filePurpose = 'chat';
