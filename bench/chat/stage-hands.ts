import pg from 'pg';
import { randomBytes } from 'node:crypto';
import { machineCpuMs, treeCpuMs } from '../lib/cpu.ts';
import { startDatabase } from '../lib/database.ts';
import { freePort } from '../../test/support/peer-process.ts';
import { startGenerator, type Generator } from './generator-process.ts';
import type { Access, Surroundings, Target } from './target.ts';
import type { Seen, Work } from './types.ts';

/** The one PostgreSQL that every target with an archive in SQL uses, over loopback. */
export async function openSharedDatabase(dataDir: string) {
  const port = await freePort();
  const embedded = await startDatabase(dataDir, port);
  const { host: socketFolder, user, password } = embedded.launcherConnection;
  async function query(database: string, text: string, values?: unknown[]): Promise<void> {
    const client = new pg.Client({ host: '127.0.0.1', port, user, password, database });
    await client.connect();
    try {
      await client.query(text, values);
    } finally {
      await client.end();
    }
  }
  async function create(name: string): Promise<Access> {
    const secret = randomBytes(12).toString('hex');
    await query('postgres', `create role ${name} login password '${secret}'`);
    await query('postgres', `create database ${name} owner ${name}`);
    return { database: name, user: name, password: secret };
  }
  const shared: Surroundings['database'] = { port, socketFolder, create, query };
  return { ...embedded, shared };
}

/** Milliseconds of processor within the measured time, by who used them. */
export type Cpu = { server: number; database: number; generator: number; others: number };

export type Taken = { seen: Seen; cpu: Cpu; ms: number };

/** A target with its people signed in by a generator of its own. */
export type Stage = { target: Target; generator: Generator; signInsPerSecond: number };

export const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

function createClock(target: Target, databasePid: number) {
  const look = () => ({
    atMs: performance.now(),
    server: sum(target.pids.map(treeCpuMs)),
    database: target.usesDatabase ? treeCpuMs(databasePid) : 0,
    machine: machineCpuMs(),
  });
  let before = look();
  let after = before;
  return {
    began: () => void (before = look()),
    ended: () => void (after = look()),
    used(generatorMs: number): { cpu: Cpu; ms: number } {
      const server = after.server - before.server;
      const database = after.database - before.database;
      const mine = server + database + generatorMs;
      const others = Math.max(0, after.machine - before.machine - mine);
      const ms = after.atMs - before.atMs;
      return { cpu: { server, database, generator: generatorMs, others }, ms };
    },
  };
}

/** Signs the people in, and brings them into the groups that the plan wants. */
export async function openStage(
  target: Target,
  people: number,
  groups: readonly (100 | 500)[],
): Promise<Stage> {
  const generator = startGenerator();
  const { door } = target;
  const signInsPerSecond = await generator.do({ do: 'open', door, people });
  for (const members of groups) await generator.do({ do: 'join', members });
  return { target, generator, signInsPerSecond };
}

/** Makes the accounts of a target where people make them at the door. */
export async function register(target: Target, people: number): Promise<void> {
  if (!target.registers) return;
  const generator = startGenerator();
  await generator.do({ do: 'register', door: target.door, people });
  generator.stop();
}

export async function take(
  { target, generator }: Stage,
  work: Work,
  databasePid: number,
): Promise<Taken> {
  const clock = createClock(target, databasePid);
  const seen = await generator.measure({ do: 'measure', ...work }, clock);
  return { seen, ...clock.used(seen.generatorCpuMs) };
}
