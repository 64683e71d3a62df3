import { parseArgs } from 'node:util';
import { pauseMs } from '../support/pause.ts';
import { openTown, runDrill, tell } from './drill.ts';
import { missingPrograms, startCluster } from './failover/cluster.ts';
import { judgePromises } from './failover/judge.ts';
import { startWriters } from './failover/writers.ts';

// `npm run sim -- failover [--seconds N]`: the primary of a PostgreSQL cluster is killed while
// people write. No acknowledged message may be lost or doubled, and writing goes on by itself.

/** Patroni gives a dead primary its 20 s; a few more for finding the next one. */
const backWithinMs = 25_000;

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '8' } } });
const calmMs = Number(values.seconds) * 1_000;
const missing = missingPrograms();
if (missing.length > 0) {
  console.log(
    `left out: ${missing.join(', ')} not installed (apt-get install etcd-server patroni)`,
  );
  process.exit(0);
}

async function main(folder: string): Promise<string[]> {
  await using cluster = await startCluster(folder);
  tell(`two PostgreSQL are up, the standby is synchronous; primary: ${await cluster.primary()}`);
  await using town = await openTown(folder, { databaseUrl: cluster.url, people: 40 });
  const { server, seats } = town;
  const writers = startWriters(server.origin, seats);
  await pauseMs(calmMs);
  writers.longestPauseMs();
  const before = writers.promised.length;
  tell(`${before} messages of ${seats.length} people; ${await cluster.killPrimary()} is killed`);
  const deadlineMs = Date.now() + backWithinMs + 20_000;
  while (writers.promised.length < before + 500 && Date.now() < deadlineMs) await pauseMs(100);
  const outageMs = writers.longestPauseMs();
  tell(
    `writing stood still for ${(outageMs / 1_000).toFixed(1)} s; now: ${await cluster.primary()}`,
  );
  await pauseMs(calmMs);
  await writers.stop();
  tell(`${writers.promised.length} messages were acknowledged`);
  const broken = await judgePromises(server.origin, seats, writers.promised);
  if (outageMs > backWithinMs) broken.push(`writing stood still for ${outageMs} ms`);
  if (writers.promised.length <= before) broken.push('nothing was written after the failover');
  if (!server.isRunning()) broken.push('the server ended');
  return broken;
}

await runDrill('failover', main);
