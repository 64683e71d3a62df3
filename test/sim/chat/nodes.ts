import { assert, type Random } from '@plaza/base';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWire, type Wire } from '../../e2e/support/wire.ts';
import { startServerProcess, type ServerProcess } from '../../support/server-process.ts';
import { startSimDatabase } from '../database.ts';
import { startNatsCluster, type NatsCluster } from '../nats.ts';
import { buildCity, openCity, type SimCity } from './city.ts';

/** A server process and, if there are several, its lines to all NATS servers. */
export type SimNode = { server: ServerProcess; lines: readonly Wire[] };

/** A city on one server, or on several that share one PostgreSQL and meet over NATS. */
export type SimNodes = Pick<SimCity, 'people' | 'contactsOf'> & {
  nodes: readonly SimNode[];
  /** The first of them. */
  server: ServerProcess;
  /** Over which several meet. */
  nats: NatsCluster | null;
  /** Ends PostgreSQL as a power cut does; the only node of a city dies with it. */
  crashDatabase(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

export type NodesSettings = { people: number; random: Random; nodes: number };

const natsServers = 3;
/** How far the clock of a server may be wrong. */
const skewMs = 20_000;

/** Ends the PostgreSQL of a server that keeps its own. */
async function killDatabaseOf(dataDir: string): Promise<void> {
  const text = await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  if (pid > 1) process.kill(pid, 'SIGKILL');
}

async function openAlone({ people, random }: NodesSettings): Promise<SimNodes> {
  const city = await openCity({ people, random });
  const { server, dataDir } = city;
  return {
    ...city,
    nodes: [{ server, lines: [] }],
    nats: null,
    async crashDatabase() {
      await server.kill();
      await killDatabaseOf(dataDir);
      await server.restart();
    },
  };
}

async function startNode(dataDir: string, env: Record<string, string>): Promise<ServerProcess> {
  await mkdir(dataDir);
  // The city is marked as filled, so that people may sign in and nobody is added.
  await writeFile(join(dataDir, 'demo-city.json'), '{}\n');
  return startServerProcess({
    ...{ flags: ['--demo'], travels: true },
    env: { PLAZA_DATA_DIR: dataDir, PLAZA_LIMIT_FACTOR: '100000', ...env },
  });
}

async function openMany({ people, random, nodes: count }: NodesSettings): Promise<SimNodes> {
  const folder = await mkdtemp(join(tmpdir(), 'plaza-sim-'));
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const database = await startSimDatabase(join(folder, 'database'));
  stack.defer(() => database.stop());
  const shared = { PLAZA_DATABASE_URL: database.url };
  const builder = { PLAZA_DATA_DIR: join(folder, 'builder'), ...shared };
  const built = await buildCity(builder, people, random);
  const nats = await startNatsCluster(folder, natsServers);
  stack.defer(() => nats.stop());
  const nodes: SimNode[] = [];
  for (let n = 0; n < count; n += 1) {
    const lines = await Promise.all(nats.urls.map(startWire));
    stack.defer(() => lines.forEach((line) => line.close()));
    const urls = lines.map(({ origin }) => origin.replace('http:', 'nats:'));
    const env = { PLAZA_NATS_URL: urls.join(','), ...shared };
    const server = stack.use(await startNode(join(folder, `node-${n}`), env));
    if (n > 0) await server.travel(random.int(2 * skewMs) - skewMs);
    nodes.push({ server, lines });
  }
  const [first] = nodes;
  assert(first !== undefined, 'a city has a server');
  const whole = stack.move();
  return {
    ...{ nodes, nats, server: first.server, ...built },
    crashDatabase: () => database.crash(random.int(1_000)),
    [Symbol.asyncDispose]: () => whole.disposeAsync(),
  };
}

/** Builds a city in a temporary folder and starts its servers. */
export const openNodes = (settings: NodesSettings): Promise<SimNodes> =>
  settings.nodes === 1 ? openAlone(settings) : openMany(settings);
