import { seededRandom } from '@plaza/base';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServerProcess, type ServerProcess } from '../support/server-process.ts';
import { buildCity } from './chat/city.ts';
import { takeSeats, type Seat } from './failover/seats.ts';

// What the drills have in common: people write to a server of their own while something dies, and
// in the end every promise is looked at.

const startMs = Date.now();

/** Says what happens, with the time since the start. */
export function tell(line: string): void {
  console.log(`${((Date.now() - startMs) / 1_000).toFixed(1)} s: ${line}`);
}

export type Town = {
  server: ServerProcess;
  seats: Seat[];
  [Symbol.asyncDispose](): Promise<void>;
};

/** Fills a city with people who know each other, starts its server, and signs them in. */
export async function openTown(
  folder: string,
  { databaseUrl, people }: { databaseUrl: string; people: number },
): Promise<Town> {
  const env = { PLAZA_DATABASE_URL: databaseUrl, PLAZA_LIMIT_FACTOR: '100000' };
  const builder = { ...env, PLAZA_DATA_DIR: join(folder, 'builder') };
  const built = await buildCity(builder, people, seededRandom(1));
  const dataDir = join(folder, 'node');
  await mkdir(dataDir);
  await writeFile(join(dataDir, 'demo-city.json'), '{}\n');
  const server = await startServerProcess({
    flags: ['--demo'],
    env: { ...env, PLAZA_DATA_DIR: dataDir },
  });
  try {
    const seats = await takeSeats(server, built.people, built.contactsOf);
    return { server, seats, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  }
}

/** Runs a drill in a folder of its own, says which promises were broken, and ends the process. */
export async function runDrill(
  name: string,
  drill: (folder: string) => Promise<string[]>,
): Promise<never> {
  const folder = await mkdtemp(join(tmpdir(), `plaza-${name}-`));
  try {
    const broken = await drill(folder);
    for (const sentence of broken.slice(0, 20)) console.error(`BROKEN ${sentence}`);
    tell(`${broken.length} promises broken`);
    process.exitCode = broken.length === 0 ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  process.exit();
}
