import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pauseMs } from '../support/pause.ts';
import { startSimDatabase } from './database.ts';
import { openTown, runDrill, tell } from './drill.ts';
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

async function main(folder: string): Promise<string[]> {
  const database = await startSimDatabase(join(folder, 'database'));
  try {
    await using town = await openTown(folder, { databaseUrl: database.url, people });
    const { server, seats } = town;
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

await runDrill('flood', main);
