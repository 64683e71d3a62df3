import type { Query } from '../db/index.ts';
import type { JobOptions } from './types.ts';

type Target = { query: Query };

/** Through the library's own functions: its tables may change with its version. */
export async function addJob(
  target: Target,
  job: { name: string; payload: object } & JobOptions,
): Promise<void> {
  await target.query(
    `select graphile_worker.add_job($1, payload := $2::json, run_at := $3, job_key := $4)`,
    [job.name, JSON.stringify(job.payload), job.runAt ?? null, job.key ?? null],
  );
}

export async function removeJob(target: Target, key: string): Promise<void> {
  await target.query('select graphile_worker.remove_job($1)', [key]);
}

export async function countWaiting(target: Target): Promise<number> {
  const { rows } = await target.query<{ count: bigint }>(
    'select count(*) as count from graphile_worker.jobs where locked_at is null',
  );
  return Number(rows[0]?.count ?? 0n);
}
