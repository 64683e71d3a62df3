import { createIds, seededRandom, systemClock, type PersonId } from '@plaza/base';
import type { Database } from '../../packages/server/src/kernel/db/index.ts';

// A city in tables: a viewer with so many friends, who have posted so much. Written as a fill and
// not by commands, which would take hours; the city reads it as if it had.

export type Size = { friends: number; posts: number };

/** As many people again have posted as much, of whom the viewer knows nobody. */
const othersForEach = 1;

const neighbours = 10;
/** Posts that have likes and comments: the newest, which the pages are about. */
const sharePosts = 0.1;
const seconds = 365 * 24 * 3_600;

async function insertPeople(db: Database, ids: readonly PersonId[]): Promise<void> {
  const handles = ids.map((_, n) => `friend_${n}`);
  await db.tx(async (tx) => {
    await tx.query(
      `insert into identity_handle (handle, person_id)
       select * from unnest($1::text[], $2::uuid[])`,
      [handles, ids],
    );
    await tx.query(
      `insert into identity_person (person_id, handle, display_name, locale, demo, created_at)
       select p, h, h, 'en', true, now() from unnest($1::text[], $2::uuid[]) as u (h, p)`,
      [handles, ids],
    );
  });
}

/** The viewer and all friends are friends, and each of these with some of the others. */
async function befriend(db: Database, viewerId: PersonId, ids: readonly PersonId[]): Promise<void> {
  await db.query(
    `with f as (
       select p as id, n from unnest($2::uuid[]) with ordinality as u (p, n)
     ), pair as (
       select $1::uuid as a, id as b from f
       union all
       select f.id, g.id from f
       join lateral generate_series(1, ${neighbours}) as step on true
       join f as g on g.n = (f.n + step - 1) % $3 + 1
     )
     insert into contacts_contact (owner_id, person_id, listed, blocked, since)
     select a, b, true, false, now() from pair where a <> b
     union
     select b, a, true, false, now() from pair where a <> b
     on conflict do nothing`,
    [viewerId, ids, ids.length],
  );
  await db.query(
    `insert into contacts_person (person_id, contact_count)
     select owner_id, count(*) from contacts_contact group by owner_id
     on conflict (person_id) do update set contact_count = excluded.contact_count`,
  );
}

/** Posts at times of a year, with authors by chance; ids of the second half of a UUID's space. */
async function insertPosts(db: Database, { posts }: Size, ids: readonly PersonId[]) {
  await db.query('select setseed(0.5)');
  await db.query(
    `insert into moments_post (author_id, post_id, at, text, folded, audience_kind,
       audience_tags, audience_person_ids)
     select ($1::uuid[])[1 + floor(random() * $2)::int],
       gen_random_uuid(), now() - random() * interval '${seconds} seconds',
       'A day at the lake with everybody ' || n, 'a day at the lake with everybody ' || n,
       case when n % 10 = 0 then 'these' else 'all' end,
       case when n % 10 = 0 then '{family}'::text[] else '{}' end, '{}'
     from generate_series(1, $3) as n`,
    [ids, ids.length, posts],
  );
}

/** Friends of the authors left something at the newest posts. */
async function insertLeft(db: Database, { posts }: Size, ids: readonly PersonId[]) {
  const newest = Math.ceil(posts * sharePosts);
  const from = `(select * from moments_post order by at desc limit ${newest}) p
    join unnest($1::uuid[]) with ordinality as f (id, n) on f.id = p.author_id`;
  await db.query(
    `insert into moments_like (author_id, post_id, by_id, at)
     select p.author_id, p.post_id, ($1::uuid[])[(f.n + step - 1) % $2 + 1], p.at
     from ${from} cross join generate_series(1, 4) as step`,
    [ids, ids.length],
  );
  await db.query(
    `insert into moments_comment (author_id, post_id, comment_id, by_id, text, at)
     select p.author_id, p.post_id, gen_random_uuid(), ($1::uuid[])[(f.n + step - 1) % $2 + 1],
       'So nice', p.at
     from ${from} cross join generate_series(1, 2) as step`,
    [ids, ids.length],
  );
}

export async function fill(db: Database, size: Size, viewerId: PersonId): Promise<PersonId[]> {
  const newId = createIds(systemClock, seededRandom(3));
  const ids = Array.from({ length: size.friends }, () => newId<PersonId>());
  await insertPeople(db, ids);
  await befriend(db, viewerId, ids);
  const others = Array.from({ length: size.friends * othersForEach }, () => newId<PersonId>());
  await insertPosts(db, size, [...ids, ...others]);
  await insertLeft(db, size, ids);
  await db.query('vacuum analyze moments_post, moments_like, moments_comment, contacts_contact');
  return ids;
}
