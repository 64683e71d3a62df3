import type { TestDatabase } from '../../../packages/server/src/kernel/db/testing.ts';
import { eventually } from './talk.ts';

/** What everybody has to pass: a statement that locks something, and what it locks. */
export type Gate = { text: string; values?: readonly unknown[] };

type Run<T> = () => Promise<T>;

/**
 * Lets commands come to a locked gate one after the other, each as far as it gets, and then opens
 * it. At a locked row, who came first goes through first: the lock is handed on in the order of
 * asking, so the order in which transactions meet is the test's choice, and each has passed its
 * first checks. At a locked table all go through at the same moment.
 */
export async function throughGate<T extends readonly unknown[]>(
  db: TestDatabase,
  { text, values = [] }: Gate,
  runs: { readonly [Index in keyof T]: Run<T[Index]> },
): Promise<T> {
  const started: Promise<unknown>[] = [];
  let ended = 0;
  await db.tx(async (tx) => {
    await tx.query(text, [...values]);
    for (const run of runs) {
      started.push(run().finally(() => (ended += 1)));
      const wanted = started.length;
      await eventually(async () => ((await waiting(db)) + ended >= wanted ? true : null));
    }
  });
  return (await Promise.all(started)) as unknown as T;
}

/** How many connections to this database wait for a lock. */
async function waiting(db: TestDatabase): Promise<number> {
  const { rows } = await db.query<{ waiting: bigint }>(
    `select count(*) as waiting from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return Number(rows[0]?.waiting ?? 0n);
}
