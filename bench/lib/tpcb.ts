import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Embedded } from '../../packages/server/src/kernel/db/embedded/index.ts';

const run = promisify(execFile);
type Connection = Embedded['launcherConnection'];

/** pgbench's TPC-B on the same PostgreSQL: what its disk and this machine can do. */
export type Yardstick = { run(seconds: number): Promise<Transactions> };

export type Transactions = { count: number; perSecond: number };

export type YardstickOptions = {
  /** Branches: 1 makes a single row hot that every transaction writes. */
  scale: number;
  clients: number;
  /** One that exists and is empty: each yardstick needs its own. */
  database: string;
};

async function initialize(env: NodeJS.ProcessEnv, { scale, database }: YardstickOptions) {
  const args = ['--initialize', '--quiet', '--scale', String(scale)];
  await run('pgbench', args, { env: { ...env, PGDATABASE: database } });
}

/** Prepares a database for pgbench; null, after a clear line, where there is no pgbench. */
export async function openYardstick(
  connection: Connection,
  options: YardstickOptions,
): Promise<Yardstick | null> {
  const env = {
    ...process.env,
    PGHOST: connection.host,
    PGPORT: String(connection.port),
    PGUSER: connection.user,
    PGPASSWORD: connection.password,
    PGDATABASE: options.database,
  };
  try {
    await initialize(env, options);
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (!isAbsent) throw error;
    console.log('pgbench is not installed: the yardstick of the disk is left out.');
    return null;
  }
  return {
    async run(seconds) {
      const count = ['--client', String(options.clients), '--jobs', '2'];
      const { stdout } = await run('pgbench', [...count, '--time', String(seconds)], { env });
      const figure = (pattern: RegExp) => Number(pattern.exec(stdout)?.[1]);
      const done = {
        count: figure(/transactions actually processed: (\d+)/),
        perSecond: figure(/tps = ([\d.]+)/),
      };
      const failed = figure(/failed transactions: (\d+)/);
      if (!(done.count > 0) || !(done.perSecond > 0) || failed !== 0) {
        throw new Error(`pgbench says something else than expected:\n${stdout}`);
      }
      return done;
    },
  };
}
