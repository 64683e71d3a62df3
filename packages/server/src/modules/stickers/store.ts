import type { FileId, PersonId, StickerId, StickerPackId } from '@plaza/base';
import type { Tx } from '../../kernel/db/index.ts';

export type Querying = Pick<Tx, 'query'>;

/** Every table of the module, for the register of what the city keeps. */
export const tables = ['stickers_pack', 'stickers_sticker', 'stickers_collected'] as const;

export type PackRow = {
  packId: StickerPackId;
  ownerId: PersonId;
  title: string;
  createdAt: Date;
};

export type StickerRow = {
  packId: StickerPackId;
  stickerId: StickerId;
  fileId: FileId;
  width: number;
  height: number;
  alt: string;
};

const packColumns = `p.pack_id as "packId", p.owner_id as "ownerId", p.title,
  p.created_at as "createdAt"`;
const stickerColumns = `pack_id as "packId", sticker_id as "stickerId", file_id as "fileId",
  width, height, alt`;

export async function selectPack(q: Querying, packId: StickerPackId): Promise<PackRow | null> {
  const { rows } = await q.query<PackRow>(
    `select ${packColumns} from stickers_pack p where pack_id = $1`,
    [packId],
  );
  return rows[0] ?? null;
}

export async function lockPack(q: Querying, packId: StickerPackId): Promise<PackRow | null> {
  const { rows } = await q.query<PackRow>(
    `select ${packColumns} from stickers_pack p where pack_id = $1 for update`,
    [packId],
  );
  return rows[0] ?? null;
}

/** False when there is a set of this id already. */
export async function insertPack(q: Querying, row: PackRow): Promise<boolean> {
  const { rowCount } = await q.query(
    `insert into stickers_pack (pack_id, owner_id, title, created_at) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [row.packId, row.ownerId, row.title, row.createdAt],
  );
  return rowCount === 1;
}

export async function renamePack(
  q: Querying,
  { packId, title }: Pick<PackRow, 'packId' | 'title'>,
): Promise<void> {
  await q.query('update stickers_pack set title = $2 where pack_id = $1', [packId, title]);
}

/** Deletes a set and gives the files of its stickers, one for each. */
export async function deletePack(q: Querying, packId: StickerPackId): Promise<FileId[]> {
  const { rows } = await q.query<{ fileId: FileId }>(
    'delete from stickers_sticker where pack_id = $1 returning file_id as "fileId"',
    [packId],
  );
  await q.query('delete from stickers_pack where pack_id = $1', [packId]);
  return rows.map((row) => row.fileId);
}

/** The sets that a person uses, in the order of taking them up. */
export async function selectCollected(q: Querying, personId: PersonId): Promise<PackRow[]> {
  const { rows } = await q.query<PackRow>(
    `select ${packColumns} from stickers_collected c join stickers_pack p using (pack_id)
     where c.person_id = $1 order by c.at, c.pack_id`,
    [personId],
  );
  return rows;
}

/**
 * One more set for a person unless there are `most`. The first row that is written locks the
 * person's others out, so two at once cannot both be the last that fits.
 */
export async function collect(
  q: Querying,
  {
    personId,
    packId,
    at,
    most,
  }: { personId: PersonId; packId: StickerPackId; at: Date; most: number },
): Promise<boolean> {
  await q.query(`select pg_advisory_xact_lock(hashtextextended('stickers ' || $1, 0))`, [personId]);
  const { rowCount } = await q.query(
    `insert into stickers_collected (person_id, pack_id, at)
     select $1, $2, $3 where (
       select count(*) from stickers_collected c join stickers_pack p using (pack_id)
       where c.person_id = $1 and c.pack_id <> $2
     ) < $4
     on conflict (person_id, pack_id) do update set at = stickers_collected.at`,
    [personId, packId, at, most],
  );
  return rowCount === 1;
}

export async function uncollect(
  q: Querying,
  { personId, packId }: { personId: PersonId; packId: StickerPackId },
): Promise<boolean> {
  const { rowCount } = await q.query(
    'delete from stickers_collected where person_id = $1 and pack_id = $2',
    [personId, packId],
  );
  return rowCount === 1;
}

export async function uncollectAll(q: Querying, personId: PersonId): Promise<void> {
  await q.query('delete from stickers_collected where person_id = $1', [personId]);
}

export async function deleteCollectedOf(q: Querying, packId: StickerPackId): Promise<void> {
  await q.query('delete from stickers_collected where pack_id = $1', [packId]);
}

export async function selectStickers(
  q: Querying,
  packIds: readonly StickerPackId[],
): Promise<StickerRow[]> {
  const { rows } = await q.query<StickerRow>(
    `select ${stickerColumns} from stickers_sticker where pack_id = any($1::uuid[])
     order by pack_id, added_at, sticker_id`,
    [packIds],
  );
  return rows;
}

/** False when the set is full: the count of the set is a column with a CHECK. */
export async function insertSticker(
  q: Querying,
  row: StickerRow & { at: Date; most: number },
): Promise<boolean> {
  const { rowCount } = await q.query(
    `update stickers_pack set sticker_count = sticker_count + 1
     where pack_id = $1 and sticker_count < $2`,
    [row.packId, row.most],
  );
  if (rowCount !== 1) return false;
  await q.query(
    `insert into stickers_sticker (pack_id, sticker_id, file_id, width, height, alt, added_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [row.packId, row.stickerId, row.fileId, row.width, row.height, row.alt, row.at],
  );
  return true;
}

/** Takes a sticker out and gives its file; null: it was not there. */
export async function deleteSticker(
  q: Querying,
  { packId, stickerId }: Pick<StickerRow, 'packId' | 'stickerId'>,
): Promise<FileId | null> {
  const { rows } = await q.query<{ fileId: FileId }>(
    `delete from stickers_sticker where pack_id = $1 and sticker_id = $2
     returning file_id as "fileId"`,
    [packId, stickerId],
  );
  const row = rows[0];
  if (row === undefined) return null;
  await q.query('update stickers_pack set sticker_count = sticker_count - 1 where pack_id = $1', [
    packId,
  ]);
  return row.fileId;
}

export async function isSticker(q: Querying, fileId: FileId): Promise<boolean> {
  const { rowCount } = await q.query('select from stickers_sticker where file_id = $1 limit 1', [
    fileId,
  ]);
  return rowCount !== 0;
}

export async function selectOwn(q: Querying, ownerId: PersonId): Promise<PackRow[]> {
  const { rows } = await q.query<PackRow>(
    `select ${packColumns} from stickers_pack p where owner_id = $1 order by created_at, pack_id`,
    [ownerId],
  );
  return rows;
}
