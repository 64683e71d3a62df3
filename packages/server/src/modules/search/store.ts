import type { ConversationId } from '@plaza/base';
import type { Database, Query } from '../../kernel/db/index.ts';
import { headBytes, readSeen, seenRecord, timeBytes, type SeenBlock } from './found.ts';
import { blockEntries, type Block, type Probes } from './sketch.ts';

export const tables = ['search_block', 'search_stale', 'search_progress'];

export type Target = { query: Query };
export type BlockKey = { conversationId: ConversationId; block: number };
export type BlockRow = BlockKey &
  Block & { endSeq: number; fromAt: Date; untilAt: Date; times: Buffer };

/** The newest block of each conversation, for adding to it. */
export async function selectTails(
  db: Target,
  ids: readonly ConversationId[],
): Promise<Map<ConversationId, BlockRow>> {
  const { rows } = await db.query<BlockRow>({
    name: 'search_tails',
    text: `select b.conversation_id as "conversationId", b.block, b.end_seq::float8 as "endSeq",
             b.from_at as "fromAt", b.until_at as "untilAt", b.stride, b.sketch, b.slices, b.times
           from unnest($1::uuid[]) as i (conversation_id)
           cross join lateral (
             select * from search_block b where b.conversation_id = i.conversation_id
             order by b.block desc limit 1
           ) b`,
    values: [ids],
  });
  return new Map(rows.map((row) => [row.conversationId, row]));
}

/** How far each conversation is indexed. */
export async function selectEnds(
  db: Target,
  ids: readonly ConversationId[],
): Promise<Map<ConversationId, number>> {
  const { rows } = await db.query<{ conversationId: ConversationId; endSeq: number }>({
    name: 'search_ends',
    text: `select b.conversation_id as "conversationId", b.end_seq::float8 as "endSeq"
           from unnest($1::uuid[]) as i (conversation_id)
           cross join lateral (
             select conversation_id, end_seq from search_block b
             where b.conversation_id = i.conversation_id order by b.block desc limit 1
           ) b`,
    values: [ids],
  });
  return new Map(rows.map((row) => [row.conversationId, row.endSeq]));
}

/** The bytes of all blocks behind each other: in arrays, each would be written as text twice. */
export async function upsertBlocks(db: Target, rows: readonly BlockRow[]): Promise<void> {
  if (rows.length === 0) return;
  let next = 1;
  const starts = rows.map(({ sketch, slices, times }) => {
    next += sketch.length + slices.length + times.length;
    return next - sketch.length - slices.length - times.length;
  });
  await db.query({
    name: 'search_upsert',
    text: `insert into search_block (conversation_id, block, end_seq, from_at, until_at, stride,
             sketch, slices, times)
           select i.conversation_id, i.block, i.end_seq, i.from_at, i.until_at, i.stride,
             substring($10::bytea from i.start for i.sketch),
             substring($10::bytea from i.start + i.sketch for i.slices),
             substring($10::bytea from i.start + i.sketch + i.slices
               for (i.end_seq - i.block::bigint * ${blockEntries})::int * ${timeBytes})
           from unnest($1::uuid[], $2::int[], $3::bigint[], $4::timestamptz[],
             $5::timestamptz[], $6::smallint[], $7::int[], $8::int[], $9::int[])
             as i (conversation_id, block, end_seq, from_at, until_at, stride,
               start, sketch, slices)
           on conflict (conversation_id, block) do update
             set end_seq = excluded.end_seq, from_at = excluded.from_at,
               until_at = excluded.until_at, stride = excluded.stride, sketch = excluded.sketch,
               slices = excluded.slices, times = excluded.times`,
    values: [
      rows.map((row) => row.conversationId),
      rows.map((row) => row.block),
      rows.map((row) => row.endSeq),
      rows.map((row) => row.fromAt),
      rows.map((row) => row.untilAt),
      rows.map((row) => row.stride),
      starts,
      rows.map((row) => row.sketch.length),
      rows.map((row) => row.slices.length),
      Buffer.concat(rows.flatMap(({ sketch, slices, times }) => [sketch, slices, times])),
    ],
  });
}

export async function insertStale(db: Target, keys: readonly BlockKey[]): Promise<void> {
  if (keys.length === 0) return;
  await db.query(
    `insert into search_stale (conversation_id, block)
     select distinct * from unnest($1::uuid[], $2::int[]) order by 1, 2 on conflict do nothing`,
    [keys.map((key) => key.conversationId), keys.map((key) => key.block)],
  );
}

/** Every block of these conversations in which a token may be. */
export async function insertStaleWith(
  db: Target,
  ids: readonly ConversationId[],
  probes: Probes,
): Promise<void> {
  await db.query(
    `insert into search_stale (conversation_id, block)
     select conversation_id, block from search_block b
     where conversation_id = any($1::uuid[]) and ${inSketch(probes.sketch.length, 2)}
     order by 1, 2 on conflict do nothing`,
    [ids, ...probes.sketch],
  );
}

/** Takes blocks off the list; one that goes stale meanwhile is put on it again. */
export async function takeStale(db: Target, limit: number): Promise<BlockKey[]> {
  const { rows } = await db.query<BlockKey>({
    name: 'search_take_stale',
    text: `delete from search_stale s using (
             select conversation_id, block from search_stale order by 1, 2 limit $1
             for update skip locked
           ) t where s.conversation_id = t.conversation_id and s.block = t.block
           returning s.conversation_id as "conversationId", s.block`,
    values: [limit],
  });
  return rows;
}

export async function selectFollowedAt(db: Target): Promise<Date | null> {
  const { rows } = await db.query<{ followed_at: Date }>('select followed_at from search_progress');
  return rows[0]?.followed_at ?? null;
}

export async function upsertFollowedAt(db: Target, at: Date): Promise<void> {
  await db.query(
    `insert into search_progress (followed_at) values ($1)
     on conflict (is_only) do update
       set followed_at = greatest(search_progress.followed_at, excluded.followed_at)`,
    [at],
  );
}

/** The lease of the city's one indexer: it lasts as long as the connection. */
export async function tryLease(db: Target): Promise<boolean> {
  const { rows } = await db.query<{ isMine: boolean }>(
    `select pg_try_advisory_lock(${leaseSpace}, 1) as "isMine"`,
  );
  return rows[0]?.isMine ?? false;
}
const leaseSpace = 7_230_127;

/** Whether all probes of a token hit the sketch, as SQL; parameters from `$first` on. */
function inSketch(probes: number, first: number): string {
  return Array.from(
    { length: probes },
    (_, n) => `get_bit(b.sketch, $${first + n}::bigint % (octet_length(b.sketch) * 8)) = 1`,
  ).join(' and ');
}

/** The rows of the slices that a token is hashed to, behind each other. */
function rowsOfSlices(probes: number, first: number): string {
  return Array.from({ length: probes }, (_, n) => {
    const row = `$${first + n}::bigint % (octet_length(b.slices) / b.stride)`;
    return `substring(b.slices from ((${row}) * b.stride + 1)::int for b.stride)`;
  }).join(' || ');
}

export type Db = Pick<Database, 'query'>;

/** Each clause wants one of its tokens to be there. */
export type Clause = readonly Probes[];

export type ScanRange = { conversationId: ConversationId; high: number };
export type Scan = {
  clauses: readonly Clause[];
  ranges: readonly ScanRange[];
  from: Date;
  to: Date;
  /** How many blocks of each range are looked at, from the newest on. */
  reach: number;
};

/** What was seen of a range; nothing is said of ranges in which nothing is left to find. */
export type Scanned = {
  /** The place of its range in the order. */
  index: number;
  /** The newest first. Fewer than the reach: nothing is left below. */
  blocks: readonly SeenBlock[];
};

type Statement = { name: string; text: string };
const scans = new Map<string, Statement>();

function conditionsOf(clauses: readonly Clause[], take: (count: number) => number): string {
  const all = clauses.map((clause) => {
    const each = clause.map(({ sketch }) => `(${inSketch(sketch.length, take(sketch.length))})`);
    return `(${each.join(' or ')})`;
  });
  return all.length === 0 ? 'true' : all.join(' and ');
}

function scanFor(clauses: readonly Clause[]): Statement {
  const shape = clauses.map((clause) => clause.length).join('_');
  const known = scans.get(shape);
  if (known !== undefined) return known;
  let next = 6;
  const take = (count: number) => {
    next += count;
    return next - count;
  };
  const isFound = conditionsOf(clauses, take);
  const rows = clauses
    .flat()
    .map(({ slices }) => rowsOfSlices(slices.length, take(slices.length)))
    .join(' || ');
  const record = seenRecord(isFound, rows === '' ? null : rows);
  // Blocks are looked at in the order of their key; only of those found more than the sketch is.
  // The first block of a log is its last to be looked at.
  const text = `
    select (i.ord - 1)::int as index, s.seen
    from unnest($1::uuid[], $2::int[]) with ordinality as i (conversation_id, high, ord)
    cross join lateral (
      select count(*) as count, min(b.block) as lowest, max(length(b.record)) as longest,
        string_agg(b.record, ''::bytea) as seen
      from (
        select b.block, ${record} as record from search_block b
        where b.conversation_id = i.conversation_id and b.block <= i.high
          and b.until_at >= $3 and b.from_at <= $4
        order by b.block desc limit $5
      ) b
    ) s where s.longest > ${headBytes} or (s.count = $5 and s.lowest > 0)`;
  const scan = { name: `search_scan_${shape}`, text };
  scans.set(shape, scan);
  return scan;
}

/** Looks at the newest blocks of ranges for those in which every clause may be. */
export async function scanBlocks(db: Db, scan: Scan): Promise<Scanned[]> {
  const { clauses, ranges } = scan;
  const tokens = clauses.flat();
  const { rows } = await db.query<{ index: number; seen: Buffer }>({
    ...scanFor(clauses),
    values: [
      ranges.map((range) => range.conversationId),
      ranges.map((range) => range.high),
      ...[scan.from, scan.to, scan.reach],
      ...tokens.flatMap((probes) => probes.sketch),
      ...tokens.flatMap((probes) => probes.slices),
    ],
  });
  return rows.map(({ index, seen }) => ({ index, blocks: readSeen(seen, tokens.length) }));
}

/** Whether all of these logs are indexed to their end and no block is stale. */
export async function isSettled(
  db: Db,
  moved: readonly { conversationId: ConversationId; lastSeq: number }[],
): Promise<boolean> {
  const { rows } = await db.query<{ isSettled: boolean }>(
    'select not exists (select from search_stale) as "isSettled"',
  );
  const ends = await selectEnds(
    db,
    moved.map(({ conversationId }) => conversationId),
  );
  const isBehind = moved.some(
    ({ conversationId, lastSeq }) => (ends.get(conversationId) ?? 0) < lastSeq,
  );
  return rows[0]?.isSettled === true && !isBehind;
}
