import type { Database } from '../../../../kernel/db/index.ts';
import { newestHead } from './chain.ts';
import type { Client } from './commit.ts';

// Any constant will do; all processes of one database must share it.
const seatLock = 7_230_119_544_004n;

/**
 * Settings of the writer's session. Its plans are made once, perhaps while the tables are empty,
 * and must stay right when they are full: only walks along the keys are allowed. Money is durable
 * whatever the operator's default is. Who is silent for `silenceMs` loses the session, and with it
 * the seat.
 */
export async function prepareSeat(client: Client, silenceMs: number): Promise<void> {
  await client.query(
    `set plan_cache_mode = force_generic_plan; set enable_seqscan = off;
     set enable_hashjoin = off; set enable_mergejoin = off; set jit = off;
     set synchronous_commit = on; set statement_timeout = '${silenceMs}ms';
     set idle_session_timeout = '${silenceMs}ms'`,
  );
}

export type Tenure = { epoch: bigint; lastTimestamp: bigint; chainHead: Uint8Array };

/** Takes the seat if it is free. The lock goes with the session, whatever ends it. */
export async function tryTakeSeat(client: Client): Promise<Tenure | null> {
  const lock = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [
    seatLock,
  ]);
  if (lock.rows[0]?.got !== true) return null;
  const { rows } = await client.query<{ epoch: bigint; last_timestamp: bigint }>(
    'select epoch, last_timestamp from ledger_take_seat()',
  );
  const row = rows[0];
  if (row === undefined) return null;
  // Nobody else adds to the chain any more: who had the seat before is fenced.
  const chainHead = await newestHead(client);
  return { epoch: row.epoch, lastTimestamp: row.last_timestamp, chainHead };
}

export async function beat(client: Client): Promise<void> {
  await client.query('select');
}

/** The newest timestamp that is committed, by whichever process. */
export async function lastCommitted(db: Pick<Database, 'query'>): Promise<bigint> {
  const { rows } = await db.query<{ last_timestamp: bigint }>(
    'select last_timestamp from ledger_writer',
  );
  return rows[0]?.last_timestamp ?? 0n;
}
