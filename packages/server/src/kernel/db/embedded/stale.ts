import type { Clock } from '@plaza/base';
import { readdir, readFile, readlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseStartError } from '../errors.ts';
import type { DatabaseLog } from '../types.ts';

type Deps = { clock: Clock; log: DatabaseLog };

const graceMs = 2_000;
const limitMs = 30_000;
const stepMs = 20;

/**
 * Clears what a killed server left behind. Call it under the lock of the data folder: then every
 * process that works in PGDATA is an orphan. The pid in postmaster.pid alone proves nothing, as
 * it may belong to someone else by now; a server is known by its working folder.
 */
export async function clearStaleServer(pgData: string, { clock, log }: Deps): Promise<void> {
  const pidFile = join(pgData, 'postmaster.pid');
  const text = await readFile(pidFile, 'utf8').catch(() => null);
  if (text === null) return;
  const postmaster = Number(text.split('\n', 1)[0]);
  const startMs = clock.monotonicMs();
  let asked = false;
  for (;;) {
    const left = await processesIn(pgData);
    if (left.length === 0) break;
    const waitedMs = clock.monotonicMs() - startMs;
    if (!asked && waitedMs > graceMs && left.includes(postmaster)) {
      asked = true;
      log.warn({ pid: postmaster }, 'stopping a PostgreSQL that lost its app');
      process.kill(postmaster, 'SIGINT');
    }
    if (waitedMs > limitMs) {
      throw new DatabaseStartError(
        `process ${left.join(', ')} still works in ${pgData}`,
        'Stop that PostgreSQL, then start Plaza again.',
      );
    }
    await clock.sleep(stepMs);
  }
  await rm(pidFile, { force: true });
}

async function processesIn(folder: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found: number[] = [];
  for (const pid of pids) {
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => null);
    if (cwd === folder) found.push(Number(pid));
  }
  return found;
}
