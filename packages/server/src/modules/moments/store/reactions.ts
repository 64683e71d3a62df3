import type { CommentId, PersonId } from '@plaza/base';
import { maxMomentComments, type PostRef } from '@plaza/contract';
import type { Query } from '../../../kernel/db/index.ts';
import type { CommentRow, LikeRow } from '../types.ts';

const likeColumns = `l.author_id as "authorId", l.post_id as "postId", l.by_id as "byId", l.at`;
const commentColumns = `c.author_id as "authorId", c.post_id as "postId",
  c.comment_id as "commentId", c.by_id as "byId", c.reply_to_id as "replyToId",
  c.reply_to_person_id as "replyToPersonId", c.text, c.at`;

function keysOf(refs: readonly PostRef[]): [PersonId[], string[]] {
  return [refs.map(({ authorId }) => authorId), refs.map(({ postId }) => postId)];
}

/** The likes of each post, the oldest first; of more than a thousand the first. */
export async function selectLikes(query: Query, refs: readonly PostRef[]): Promise<LikeRow[]> {
  const { rows } = await query<LikeRow>({
    name: 'moments_likes',
    text: `select found.* from unnest($1::uuid[], $2::uuid[]) as r (author_id, post_id)
      cross join lateral (
        select ${likeColumns} from moments_like l
        where l.author_id = r.author_id and l.post_id = r.post_id
        order by l.at, l.by_id limit ${maxMomentComments}
      ) as found`,
    values: keysOf(refs),
  });
  return rows;
}

export async function selectComments(
  query: Query,
  refs: readonly PostRef[],
): Promise<CommentRow[]> {
  const { rows } = await query<CommentRow>({
    name: 'moments_comments',
    text: `select found.* from unnest($1::uuid[], $2::uuid[]) as r (author_id, post_id)
      cross join lateral (
        select ${commentColumns} from moments_comment c
        where c.author_id = r.author_id and c.post_id = r.post_id
        order by c.at, c.comment_id limit ${maxMomentComments}
      ) as found`,
    values: keysOf(refs),
  });
  return rows;
}

/** False when it was there already. */
export async function insertLike(query: Query, row: LikeRow): Promise<boolean> {
  const { rowCount } = await query(
    `insert into moments_like (author_id, post_id, by_id, at) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [row.authorId, row.postId, row.byId, row.at],
  );
  return rowCount === 1;
}

export async function deleteLike(
  query: Query,
  { authorId, postId, byId }: Omit<LikeRow, 'at'>,
): Promise<boolean> {
  const { rowCount } = await query(
    'delete from moments_like where author_id = $1 and post_id = $2 and by_id = $3',
    [authorId, postId, byId],
  );
  return rowCount === 1;
}

/** Takes a place for a comment; false, and nothing changed, when the post has all it can hold. */
export async function takePlace(query: Query, { authorId, postId }: PostRef): Promise<boolean> {
  const { rowCount } = await query(
    `update moments_post set comment_count = comment_count + 1
     where author_id = $1 and post_id = $2 and comment_count < ${maxMomentComments}`,
    [authorId, postId],
  );
  return rowCount === 1;
}

export async function selectComment(
  query: Query,
  { authorId, postId }: PostRef,
  commentId: CommentId,
): Promise<CommentRow | null> {
  const { rows } = await query<CommentRow>(
    `select ${commentColumns} from moments_comment c
     where author_id = $1 and post_id = $2 and comment_id = $3`,
    [authorId, postId, commentId],
  );
  return rows[0] ?? null;
}

export async function insertComment(query: Query, row: CommentRow): Promise<void> {
  await query(
    `insert into moments_comment (author_id, post_id, comment_id, by_id, reply_to_id,
       reply_to_person_id, text, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      row.authorId,
      row.postId,
      row.commentId,
      row.byId,
      row.replyToId,
      row.replyToPersonId,
      row.text,
      row.at,
    ],
  );
}

export async function deleteComment(
  query: Query,
  { authorId, postId, commentId }: Pick<CommentRow, 'authorId' | 'postId' | 'commentId'>,
): Promise<void> {
  await query(
    'delete from moments_comment where author_id = $1 and post_id = $2 and comment_id = $3',
    [authorId, postId, commentId],
  );
  await query(
    `update moments_post set comment_count = comment_count - 1
     where author_id = $1 and post_id = $2`,
    [authorId, postId],
  );
}

/** Locks a post that is there, so that what is left at it does not outlive it. */
export async function keepPost(query: Query, { authorId, postId }: PostRef): Promise<boolean> {
  const { rowCount } = await query(
    'select 1 from moments_post where author_id = $1 and post_id = $2 for no key update',
    [authorId, postId],
  );
  return rowCount === 1;
}
