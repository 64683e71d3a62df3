import type { CommentId, PersonId } from '@plaza/base';
import type { PostRef } from '@plaza/contract';
import type { Query } from '../../../kernel/db/index.ts';
import type { NoticeRow, Place } from '../types.ts';

const columns = `person_id as "personId", notice_id as "noticeId", kind, author_id as "authorId",
  post_id as "postId", by_id as "byId", comment_id as "commentId", at`;

/** Those for whom there is something new to see. */
export async function insertNotices(query: Query, rows: readonly NoticeRow[]): Promise<PersonId[]> {
  const { rows: added } = await query<{ personId: PersonId }>(
    `insert into moments_notice
       (person_id, notice_id, kind, author_id, post_id, by_id, comment_id, at)
     select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::uuid[],
       $7::uuid[], $8::timestamptz[])
     on conflict do nothing returning person_id as "personId"`,
    [
      rows.map(({ personId }) => personId),
      rows.map(({ noticeId }) => noticeId),
      rows.map(({ kind }) => kind),
      rows.map(({ authorId }) => authorId),
      rows.map(({ postId }) => postId),
      rows.map(({ byId }) => byId),
      rows.map(({ commentId }) => commentId),
      rows.map(({ at }) => at),
    ],
  );
  return added.map(({ personId }) => personId);
}

type Of = PostRef & { byId: PersonId; commentId: CommentId | null };

/** What told of a like (without a comment) or a comment goes with it. */
export async function dropNotices(
  query: Query,
  { authorId, postId, byId, commentId }: Of,
): Promise<void> {
  await query(
    `delete from moments_notice
     where author_id = $1 and post_id = $2 and by_id = $3
       and comment_id is not distinct from $4 and kind <> 'mention'`,
    [authorId, postId, byId, commentId],
  );
}

/** The newest first. */
export async function selectNotices(
  query: Query,
  personId: PersonId,
  { before, limit }: { before: Place | null; limit: number },
): Promise<NoticeRow[]> {
  const { rows } = await query<NoticeRow>(
    `select ${columns} from moments_notice
     where person_id = $1 and ($2::timestamptz is null or (at, notice_id) < ($2, $3::uuid))
     order by at desc, notice_id desc limit $4`,
    [personId, before === null ? null : new Date(before.atMs), before?.id ?? null, limit],
  );
  return rows;
}

/** Who commented on a post before this comment, and wants to know how it goes on. */
export async function selectCommenters(
  query: Query,
  { authorId, postId }: PostRef,
  commentId: CommentId | null,
): Promise<PersonId[]> {
  const { rows } = await query<{ byId: PersonId }>(
    `select distinct c.by_id as "byId" from moments_comment c
     join moments_comment new on new.author_id = c.author_id and new.post_id = c.post_id
     where new.author_id = $1 and new.post_id = $2 and new.comment_id = $3
       and (c.at, c.comment_id) < (new.at, new.comment_id)`,
    [authorId, postId, commentId],
  );
  return rows.map(({ byId }) => byId);
}
