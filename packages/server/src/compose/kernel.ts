import { createIds, type Clock, type NewId, type Random } from '@plaza/base';
import { methods } from '@plaza/contract';
import type { Config } from '../config.ts';
import { createPasswords, type Passwords } from '../kernel/auth/index.ts';
import { openDatabase, type Database } from '../kernel/db/index.ts';
import {
  createInProcessBus,
  createOutbox,
  openNatsBus,
  type Bus,
  type Outbox,
} from '../kernel/events/index.ts';
import { createFiles, createUploads, type Files, type Uploads } from '../kernel/files/index.ts';
import { createJobs, type Jobs } from '../kernel/jobs/index.ts';
import { createLimits, type Limits } from '../kernel/limits/index.ts';
import { createLog, type Log } from '../kernel/log/index.ts';
import { createMetrics, type Metrics } from '../kernel/metrics/index.ts';
import { createDispatch, type Dispatch } from '../kernel/rpc/index.ts';
import { createSeal, type Seal } from '../kernel/seal/index.ts';
import { createHub, type HubRegistry } from '../kernel/socket/index.ts';

/** What a whole server needs from outside. */
export type Surroundings = {
  clock: Clock;
  random: Random;
  /** Checks every output against the contract: on in tests. */
  checkOutputs: boolean;
  logDestination?: { write(line: string): void };
  /** Called when the server cannot go on, because its database is lost. */
  onFatal?: () => void;
};

/** Everything that modules stand on; knows no feature. */
export type Kernel = {
  config: Config;
  clock: Clock;
  random: Random;
  newId: NewId;
  passwords: Passwords;
  /** For secrets that must come back as they were. */
  seal: Seal;
  log: Log;
  db: Database;
  bus: Bus;
  outbox: Outbox;
  jobs: Jobs;
  files: Files;
  uploads: Uploads;
  limits: Limits;
  metrics: Metrics;
  hub: HubRegistry;
  dispatch: Dispatch;
};

async function openBus(config: Config, parts: { log: Log; clock: Clock }): Promise<Bus> {
  if (config.natsUrl === undefined) return createInProcessBus(parts);
  return openNatsBus({ url: config.natsUrl, ...parts });
}

/** Opens the database and the bus, and creates the rest of the kernel. Nothing runs yet. */
export async function composeKernel(config: Config, around: Surroundings): Promise<Kernel> {
  const { clock, random, checkOutputs } = around;
  const log = createLog({
    level: config.logLevel,
    ...(around.logDestination === undefined ? {} : { destination: around.logDestination }),
  });
  const newId = createIds(clock, random);
  const db = await openDatabase({
    url: config.databaseUrl,
    dataDir: config.dataDir,
    maxConnections: config.databaseConnections,
    ...{ log, clock, random },
  });
  db.onFatal((reason) => {
    log.error({ err: reason }, 'the database is lost');
    around.onFatal?.();
  });
  const bus = await openBus(config, { log, clock });
  const limits = createLimits({ clock, factor: config.limitFactor, methods });
  const metrics = createMetrics({ clock });
  const outbox = createOutbox({ db, clock, newId, log, random });
  const jobs = createJobs({ db, log, clock });
  const files = createFiles({ db, clock, newId, log, dir: config.filesDir });
  const uploads = createUploads({ db, clock, newId, dir: config.filesDir });
  const hub = createHub();
  const dispatch = createDispatch({ limits, log, metrics, newId, checkOutputs });
  bus.onGap(() => hub.lagAll());
  jobs.every('files.sweep', '41 * * * *', async () => void (await files.sweep()));
  jobs.every('files.sweepUploads', '51 * * * *', async () => void (await uploads.sweep()));
  metrics.gauge('plaza_sockets', 'Open WebSockets of this process.', () => hub.count());
  metrics.gauge('plaza_jobs_waiting', 'Jobs of the city that wait.', () => jobs.waiting());
  metrics.gauge('plaza_outbox_waiting', 'Rows of the outbox that wait.', () => outbox.waiting());
  const passwords = createPasswords({ random });
  const seal = createSeal({ keyFile: config.sealKey, random });
  const kernel = { config, clock, random, newId, passwords, seal, log, db, bus, outbox };
  return { ...kernel, jobs, files, uploads, limits, metrics, hub, dispatch };
}
