import type { Database, Query } from '../../kernel/db/index.ts';
import type { Target } from './store.ts';

type Client = Awaited<ReturnType<Database['connect']>>;

/** The connection that holds the lease, and on which alone the index is written. */
export type Session = Target & {
  tx<T>(run: () => Promise<T>): Promise<T>;
  end(): Promise<void>;
};

export async function openSession(
  db: Pick<Database, 'connect'>,
  onEnd: () => void,
): Promise<Session> {
  const client: Client = await db.connect();
  client.once('end', onEnd);
  // Whoever cannot reach the database any more must not keep others from filling the index.
  await client.query(`set statement_timeout = '60s'; set jit = off`);
  return {
    query: ((statement: string, values?: unknown[]) => client.query(statement, values)) as Query,
    async tx(run) {
      await client.query('begin');
      try {
        const result = await run();
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch(() => undefined);
        throw error;
      }
    },
    end: () => client.end().catch(() => undefined),
  };
}
