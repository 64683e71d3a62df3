import type { Database, Tx } from '../../../kernel/db/index.ts';

type Db = Pick<Database, 'query'>;

export type HeadRow = {
  /** `2026-11-22`. */
  day: string;
  after: bigint;
  through: bigint;
  size: bigint;
  publicKey: Buffer;
  signed: string;
};

export type TileRow = { index: number; through: bigint; root: Buffer };

const columns = `day::text as day, after_timestamp as after, through_timestamp as through, size,
  public_key as "publicKey", signed`;

export async function selectNewestHead(db: Db): Promise<HeadRow | null> {
  const { rows } = await db.query<HeadRow>(
    `select ${columns} from proofs_head order by day desc limit 1`,
  );
  return rows[0] ?? null;
}

export async function selectHead(db: Db, day: string): Promise<HeadRow | null> {
  const { rows } = await db.query<HeadRow>(
    `select ${columns} from proofs_head where day = $1::date`,
    [day],
  );
  return rows[0] ?? null;
}

/** Heads, newest first. */
export async function selectHeads(
  db: Db,
  { before, limit }: { before: string | null; limit: number },
): Promise<HeadRow[]> {
  const { rows } = await db.query<HeadRow>(
    `select ${columns} from proofs_head where $1::date is null or day < $1::date
     order by day desc limit $2`,
    [before, limit],
  );
  return rows;
}

/** The head in whose tree an event of this time is; null while its day is open. */
export async function selectHeadOf(db: Db, timestamp: bigint): Promise<HeadRow | null> {
  const { rows } = await db.query<HeadRow>(
    `select ${columns} from proofs_head where through_timestamp >= $1 and after_timestamp < $1
     order by through_timestamp limit 1`,
    [timestamp],
  );
  return rows[0] ?? null;
}

/** Whether it was written; false if the day has its head already. */
export async function insertHead(
  tx: Pick<Tx, 'query'>,
  head: HeadRow,
  tiles: readonly TileRow[],
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into proofs_head (day, after_timestamp, through_timestamp, size, public_key, signed)
     values ($1::date, $2, $3, $4, $5, $6) on conflict do nothing`,
    [head.day, head.after, head.through, head.size, head.publicKey, head.signed],
  );
  if (rowCount !== 1) return false;
  await tx.query(
    `insert into proofs_tile (day, tile_index, through_timestamp, root)
     select $1::date, * from unnest($2::int[], $3::bigint[], $4::bytea[])`,
    [
      head.day,
      tiles.map(({ index }) => index),
      tiles.map(({ through }) => through),
      tiles.map(({ root }) => root),
    ],
  );
  return true;
}

export async function selectTiles(db: Db, day: string): Promise<TileRow[]> {
  const { rows } = await db.query<TileRow>(
    `select tile_index as index, through_timestamp as through, root from proofs_tile
     where day = $1::date order by tile_index`,
    [day],
  );
  return rows;
}
