import type { Database, Tx } from '../db/index.ts';

export type OutboxRow = { outboxId: string; topic: string; payload: unknown; attempt: number };

const columns = `outbox_id as "outboxId", topic, payload, attempt`;

/** For the holding that owns them. */
export const outboxTables = ['kernel_outbox'] as const;

export type NewOutboxRow = {
  outboxId: string;
  topic: string;
  payload: unknown;
  addedAt: Date;
  dueAt: Date;
};

export async function insertRow(tx: Tx, row: NewOutboxRow): Promise<void> {
  await tx.query({
    name: 'outbox_add',
    text: `insert into kernel_outbox (outbox_id, topic, payload, added_at, due_at)
           values ($1, $2, $3, $4, $5)`,
    values: [row.outboxId, row.topic, JSON.stringify(row.payload), row.addedAt, row.dueAt],
  });
}

/** Rows of one topic and one moment. */
export async function insertRows(
  tx: Tx,
  rows: readonly Pick<NewOutboxRow, 'outboxId' | 'payload'>[],
  { topic, addedAt, dueAt }: Pick<NewOutboxRow, 'topic' | 'addedAt' | 'dueAt'>,
): Promise<void> {
  await tx.query({
    name: 'outbox_add_many',
    text: `insert into kernel_outbox (outbox_id, topic, payload, added_at, due_at)
           select n.outbox_id, $1, n.payload, $2, $3
           from unnest($4::uuid[], $5::jsonb[]) as n (outbox_id, payload)`,
    values: [
      ...[topic, addedAt, dueAt],
      rows.map(({ outboxId }) => outboxId),
      rows.map(({ payload }) => JSON.stringify(payload)),
    ],
  });
}

/** Locks the rows of these ids until the transaction ends; what others hold is left out. */
export async function lockRows(tx: Tx, outboxIds: readonly string[]): Promise<OutboxRow[]> {
  const { rows } = await tx.query<OutboxRow>(
    `select ${columns} from kernel_outbox where outbox_id = any($1::uuid[])
     order by array_position($1::uuid[], outbox_id) for update skip locked`,
    [outboxIds],
  );
  return rows;
}

/** Locks rows that are due and that nobody works on. */
export async function lockDueRows(
  tx: Tx,
  of: { topics: readonly string[]; now: Date; limit: number },
): Promise<OutboxRow[]> {
  const { rows } = await tx.query<OutboxRow>(
    `select ${columns} from kernel_outbox where due_at <= $2 and topic = any($1)
     order by due_at, outbox_id limit $3 for update skip locked`,
    [of.topics, of.now, of.limit],
  );
  return rows;
}

export async function deleteRows(tx: Tx, outboxIds: readonly string[]): Promise<void> {
  await tx.query(`delete from kernel_outbox where outbox_id = any($1)`, [outboxIds]);
}

export async function postponeRow(tx: Tx, outboxId: string, dueAt: Date): Promise<void> {
  await tx.query(
    `update kernel_outbox set attempt = attempt + 1, due_at = greatest(added_at, $2)
     where outbox_id = $1`,
    [outboxId, dueAt],
  );
}

/** Rows of these topics, or of all. */
export async function countRows(db: Database, topics?: readonly string[]): Promise<number> {
  const { rows } = await db.query<{ count: bigint }>(
    `select count(*) as count from kernel_outbox where $1::text[] is null or topic = any($1)`,
    [topics ?? null],
  );
  return Number(rows[0]?.count ?? 0n);
}
