import { seededRandom } from '@plaza/base';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startServerProcess } from '../support/server-process.ts';
import { buildCity } from './chat/city.ts';
import { startSimDatabase } from './database.ts';
import { takeSeats } from './failover/seats.ts';
import { judgeFlood } from './flood/judge.ts';
import { startFlood } from './flood/writers.ts';

// `npm run sim -- flood [--messages N] [--people N]`: people write as fast as they are answered,
// while the server is killed twice and PostgreSQL once. What was acknowledged stands where it
// was acknowledged, once, and no log has a gap.

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '50000' },
    people: { type: 'string', default: '200' },
  },
});
const people = Number(values.people);
const each = Math.ceil(Number(values.messages) / people);

const pauseMs = (ms: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, ms);
  });
const startMs = Date.now();
const tell = (line: string) =>
  console.log(`${((Date.now() - startMs) / 1_000).toFixed(1)} s: ${line}`);

async function main(folder: string): Promise<string[]> {
  const database = await startSimDatabase(join(folder, 'database'));
  try {
    const env = { PLAZA_DATABASE_URL: database.url, PLAZA_LIMIT_FACTOR: '100000' };
    const builder = { ...env, PLAZA_DATA_DIR: join(folder, 'builder') };
    const built = await buildCity(builder, people, seededRandom(1));
    const dataDir = join(folder, 'node');
    await mkdir(dataDir);
    await writeFile(join(dataDir, 'demo-city.json'), '{}\n');
    await using server = await startServerProcess({
      flags: ['--demo'],
      env: { ...env, PLAZA_DATA_DIR: dataDir },
    });
    const seats = await takeSeats(server, built.people, built.contactsOf);
    const flood = startFlood(server.origin, seats, each);
    const all = seats.length * each;
    const reached = async (share: number) => {
      while (flood.count() < all * share) await pauseMs(20);
    };
    const killServer = async () => {
      await server.kill();
      await server.restart();
    };
    const faults = [
      { at: 0.2, what: 'the server is killed', run: killServer },
      { at: 0.5, what: 'PostgreSQL is killed', run: () => database.crash(500) },
      { at: 0.8, what: 'the server is killed', run: killServer },
    ];
    for (const { at, what, run } of faults) {
      await reached(at);
      tell(`${flood.count()} of ${all} messages; ${what}`);
      await run();
    }
    await flood.done;
    tell(`${flood.count()} messages were acknowledged`);
    return await judgeFlood(database.url, flood);
  } finally {
    await database.stop();
  }
}

const folder = await mkdtemp(join(tmpdir(), 'plaza-flood-'));
try {
  const broken = await main(folder);
  for (const sentence of broken.slice(0, 20)) console.error(`BROKEN ${sentence}`);
  tell(`${broken.length} promises broken`);
  process.exitCode = broken.length === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exit();
