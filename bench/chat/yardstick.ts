import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Embedded } from '../../packages/server/src/kernel/db/embedded/index.ts';

const run = promisify(execFile);
type Connection = Embedded['launcherConnection'];

/** pgbench's TPC-B on the same PostgreSQL: what its disk and this machine can do. */
export type Yardstick = { tps(seconds: number): Promise<number> };

const scale = '10';
const clients = '10';

/** Prepares a database for pgbench; null, after a clear line, where there is no pgbench. */
export async function openYardstick(connection: Connection): Promise<Yardstick | null> {
  const { host, port, user, password } = connection;
  const env = {
    ...process.env,
    PGHOST: host,
    PGPORT: String(port),
    PGUSER: user,
    PGPASSWORD: password,
    PGDATABASE: 'postgres',
  };
  try {
    await run('pgbench', ['--initialize', '--quiet', '--scale', scale], { env });
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (!isAbsent) throw error;
    console.log('pgbench is not installed: the yardstick of the disk is left out.');
    return null;
  }
  return {
    async tps(seconds) {
      const args = ['--no-vacuum', '--client', clients, '--jobs', '2', '--time', String(seconds)];
      const { stdout } = await run('pgbench', args, { env });
      return Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
    },
  };
}
