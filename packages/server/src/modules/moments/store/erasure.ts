import type { FileId, PersonId } from '@plaza/base';
import type { Query } from '../../../kernel/db/index.ts';
import type { CommentRow, LikeRow } from '../types.ts';

type OwnComment = Pick<CommentRow, 'authorId' | 'postId' | 'commentId' | 'text' | 'at'>;

export async function selectOwnComments(query: Query, byId: PersonId): Promise<OwnComment[]> {
  const { rows } = await query<OwnComment>(
    `select author_id as "authorId", post_id as "postId", comment_id as "commentId", text, at
     from moments_comment where by_id = $1 order by at, comment_id`,
    [byId],
  );
  return rows;
}

export async function selectOwnLikes(
  query: Query,
  byId: PersonId,
): Promise<Omit<LikeRow, 'byId'>[]> {
  const { rows } = await query<Omit<LikeRow, 'byId'>>(
    `select author_id as "authorId", post_id as "postId", at
     from moments_like where by_id = $1 order by at, post_id`,
    [byId],
  );
  return rows;
}

/** Removes all that is the person's own, and gives the files that it showed. */
export async function eraseOwn(query: Query, personId: PersonId): Promise<FileId[]> {
  const { rows: shown } = await query<{ fileId: FileId }>(
    'delete from moments_file where author_id = $1 returning file_id as "fileId"',
    [personId],
  );
  await query('delete from moments_notice where author_id = $1 or person_id = $1 or by_id = $1', [
    personId,
  ]);
  await query('delete from moments_post where author_id = $1', [personId]);
  const { rows: cover } = await query<{ fileId: FileId | null }>(
    'delete from moments_person where person_id = $1 returning cover_id as "fileId"',
    [personId],
  );
  return [...shown, ...cover].flatMap(({ fileId }) => (fileId === null ? [] : [fileId]));
}

/** Removes what the person left at the posts of others, and where others named them. */
export async function eraseElsewhere(query: Query, personId: PersonId): Promise<void> {
  await query('delete from moments_like where by_id = $1', [personId]);
  await query(
    `with gone as (
       delete from moments_comment where by_id = $1 returning author_id, post_id
     ), counted as (
       select author_id, post_id, count(*)::int as many from gone group by author_id, post_id
     )
     update moments_post p set comment_count = comment_count - many from counted c
     where p.author_id = c.author_id and p.post_id = c.post_id`,
    [personId],
  );
  await query(
    `update moments_post set mentions = array_remove(mentions, $1),
       audience_person_ids = array_remove(audience_person_ids, $1)
     where $1 = any(mentions) or $1 = any(audience_person_ids)`,
    [personId],
  );
}
