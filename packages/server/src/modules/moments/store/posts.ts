import type { FileId, PersonId, PostId } from '@plaza/base';
import type { MomentAudience, PostRef } from '@plaza/contract';
import type { Query } from '../../../kernel/db/index.ts';
import type { Place, PostRow } from '../types.ts';

type Row = Omit<PostRow, 'audience'> & {
  kind: MomentAudience['kind'];
  tags: string[];
  personIds: PersonId[];
};

const columns = `p.author_id as "authorId", p.post_id as "postId", p.at, p.text, p.attachment,
  p.place, p.mentions, p.audience_kind as kind, p.audience_tags as tags,
  p.audience_person_ids as "personIds"`;

function toPost({ kind, tags, personIds, ...row }: Row): PostRow {
  const isNamed = kind === 'these' || kind === 'except';
  return { ...row, audience: isNamed ? { kind, tags, personIds } : { kind } };
}

function namedBy(audience: MomentAudience): { tags: string[]; personIds: PersonId[] } {
  const isNamed = audience.kind === 'these' || audience.kind === 'except';
  return isNamed ? audience : { tags: [], personIds: [] };
}

/** False when there is such a post already. */
export async function insertPost(query: Query, row: PostRow, folded: string): Promise<boolean> {
  const { tags, personIds } = namedBy(row.audience);
  const { rowCount } = await query(
    `insert into moments_post (author_id, post_id, at, text, folded, attachment, place, mentions,
       audience_kind, audience_tags, audience_person_ids)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict do nothing`,
    [
      row.authorId,
      row.postId,
      row.at,
      row.text,
      folded,
      row.attachment === null ? null : JSON.stringify(row.attachment),
      row.place === null ? null : JSON.stringify(row.place),
      row.mentions,
      row.audience.kind,
      tags,
      personIds,
    ],
  );
  return rowCount === 1;
}

export async function insertFiles(
  query: Query,
  { authorId, postId }: PostRef,
  fileIds: readonly FileId[],
): Promise<void> {
  await query(
    `insert into moments_file (author_id, post_id, file_id) select $1, $2, unnest($3::uuid[])`,
    [authorId, postId, fileIds],
  );
}

/** The posts that there are, in no order. */
export async function selectPosts(query: Query, refs: readonly PostRef[]): Promise<PostRow[]> {
  const { rows } = await query<Row>({
    name: 'moments_posts',
    text: `select ${columns} from moments_post p
      where (author_id, post_id) in (select * from unnest($1::uuid[], $2::uuid[]))`,
    values: [refs.map(({ authorId }) => authorId), refs.map(({ postId }) => postId)],
  });
  return rows.map(toPost);
}

export async function selectPost(query: Query, ref: PostRef): Promise<PostRow | null> {
  return (await selectPosts(query, [ref]))[0] ?? null;
}

export async function lockPost(query: Query, ref: PostRef): Promise<PostRow | null> {
  const { rows } = await query<Row>(
    `select ${columns} from moments_post p where author_id = $1 and post_id = $2 for update`,
    [ref.authorId, ref.postId],
  );
  return rows[0] ? toPost(rows[0]) : null;
}

export async function updateAudience(
  query: Query,
  { authorId, postId }: PostRef,
  audience: MomentAudience,
): Promise<void> {
  const { tags, personIds } = namedBy(audience);
  await query(
    `update moments_post
     set audience_kind = $3, audience_tags = $4, audience_person_ids = $5
     where author_id = $1 and post_id = $2`,
    [authorId, postId, audience.kind, tags, personIds],
  );
}

/** Deletes a post with what is left at it, and gives the files that it showed. */
export async function deletePost(query: Query, { authorId, postId }: PostRef): Promise<FileId[]> {
  const of = [authorId, postId];
  const { rows } = await query<{ fileId: FileId }>(
    `delete from moments_file where author_id = $1 and post_id = $2 returning file_id as "fileId"`,
    of,
  );
  await query('delete from moments_notice where author_id = $1 and post_id = $2', of);
  await query('delete from moments_post where author_id = $1 and post_id = $2', of);
  return rows.map(({ fileId }) => fileId);
}

export type Stretch = { before: Place | null; after: Place | null; limit: number };

const lowestId = '00000000-0000-0000-0000-000000000000';
const highestId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

function boundsOf({ before, after }: Stretch): [string, string, string, string] {
  return [
    before === null ? 'infinity' : new Date(before.atMs).toISOString(),
    before?.id ?? highestId,
    after === null ? '-infinity' : new Date(after.atMs).toISOString(),
    after?.id ?? lowestId,
  ];
}

/**
 * The newest posts of these people. Each author's newest place is looked up in the index; only
 * authors whose newest post is among the first can have one there, so only theirs are read.
 */
export async function selectNewest(
  query: Query,
  authorIds: readonly PersonId[],
  stretch: Stretch,
): Promise<PostRow[]> {
  const { rows } = await query<Row>({
    name: 'moments_newest',
    text: `with head as (
        select a.author_id from unnest($1::uuid[]) as a (author_id)
        cross join lateral (
          select p.at, p.post_id from moments_post p
          where p.author_id = a.author_id
            and (p.at, p.post_id) < ($2::timestamptz, $3::uuid)
            and (p.at, p.post_id) > ($4::timestamptz, $5::uuid)
          order by p.at desc, p.post_id desc limit 1
        ) as newest
        order by newest.at desc, newest.post_id desc limit $6
      )
      select found.* from head
      cross join lateral (
        select ${columns} from moments_post p
        where p.author_id = head.author_id
          and (p.at, p.post_id) < ($2::timestamptz, $3::uuid)
          and (p.at, p.post_id) > ($4::timestamptz, $5::uuid)
        order by p.at desc, p.post_id desc limit $6
      ) as found
      order by found.at desc, found."postId" desc limit $6`,
    values: [authorIds, ...boundsOf(stretch), stretch.limit],
  });
  return rows.map(toPost);
}

/** Posts of anybody back in time; only whose they are. */
export async function walkBack(
  query: Query,
  stretch: Stretch,
): Promise<(PostRef & { at: Date })[]> {
  const { rows } = await query<PostRef & { at: Date }>({
    name: 'moments_walk',
    text: `select author_id as "authorId", post_id as "postId", at from moments_post
      where (at, post_id) < ($1::timestamptz, $2::uuid)
        and (at, post_id) > ($3::timestamptz, $4::uuid)
      order by at desc, post_id desc limit $5`,
    values: [...boundsOf(stretch), stretch.limit],
  });
  return rows;
}

export type Wanted = {
  authorIds: readonly PersonId[];
  /** Folded; all of them. */
  words: readonly string[];
  before: Place;
  /** Not before this. */
  since: Date;
  limit: number;
};

/** Posts of these people with these words in a stretch of time, the newest first. */
export async function selectWithWords(query: Query, wanted: Wanted): Promise<PostRow[]> {
  const { authorIds, words, before, since, limit } = wanted;
  const { rows } = await query<Row>(
    `select found.* from unnest($1::uuid[]) as a (author_id)
     cross join lateral (
       select ${columns} from moments_post p
       where p.author_id = a.author_id
         and (p.at, p.post_id) < ($2::timestamptz, $3::uuid) and p.at >= $4
         and not exists (
           select from unnest($5::text[]) as w (word) where strpos(p.folded, w.word) = 0
         )
       order by p.at desc, p.post_id desc limit $6
     ) as found
     order by found.at desc, found."postId" desc limit $6`,
    [authorIds, new Date(before.atMs), before.id, since, words, limit],
  );
  return rows.map(toPost);
}

/** When the oldest post of these people was written; null: there is none. */
export async function selectOldest(
  query: Query,
  authorIds: readonly PersonId[],
): Promise<Date | null> {
  const { rows } = await query<{ at: Date | null }>(
    `select min(oldest.at) as at from unnest($1::uuid[]) as a (author_id)
     cross join lateral (
       select p.at from moments_post p where p.author_id = a.author_id order by p.at limit 1
     ) as oldest`,
    [authorIds],
  );
  return rows[0]?.at ?? null;
}

/** The ids of the newest posts for all friends, of each of these authors. */
export async function selectPreviews(
  query: Query,
  authorIds: readonly PersonId[],
  limit: number,
): Promise<Set<PostId>> {
  const { rows } = await query<{ postId: PostId }>(
    `select newest.post_id as "postId" from unnest($1::uuid[]) as a (author_id)
     cross join lateral (
       select p.post_id from moments_post p
       where p.author_id = a.author_id and p.audience_kind = 'all'
       order by p.at desc, p.post_id desc limit $2
     ) as newest`,
    [authorIds, limit],
  );
  return new Set(rows.map(({ postId }) => postId));
}

/** The posts that show a file. */
export async function selectPostsWith(
  query: Query,
  fileId: FileId,
  limit: number,
): Promise<PostRow[]> {
  const { rows } = await query<Row>(
    `select ${columns} from moments_file f
     join moments_post p on p.author_id = f.author_id and p.post_id = f.post_id
     where f.file_id = $1 order by p.at desc limit $2`,
    [fileId, limit],
  );
  return rows.map(toPost);
}

export async function selectFileIds(query: Query, ref: PostRef): Promise<FileId[]> {
  const { rows } = await query<{ fileId: FileId }>(
    `select file_id as "fileId" from moments_file where author_id = $1 and post_id = $2`,
    [ref.authorId, ref.postId],
  );
  return rows.map(({ fileId }) => fileId);
}
