import type { Querying } from './tables.ts';

/** How far the feed is projected. */
export async function selectCursor(q: Querying): Promise<bigint> {
  const { rows } = await q.query<{ at: bigint }>(
    `select ledger_at as at from pay_cursor where name = 'ledger'`,
  );
  return rows[0]?.at ?? 0n;
}

/** Takes the projection for this transaction; null while another process has it. */
export async function lockCursor(q: Querying): Promise<bigint | null> {
  const { rows } = await q.query<{ at: bigint }>(
    `select ledger_at as at from pay_cursor where name = 'ledger' for update skip locked`,
  );
  return rows[0]?.at ?? null;
}

export async function moveCursor(q: Querying, at: bigint): Promise<void> {
  await q.query(`update pay_cursor set ledger_at = $1 where name = 'ledger'`, [at]);
}
