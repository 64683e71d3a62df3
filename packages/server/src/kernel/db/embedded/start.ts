import { mkdir, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseStartError } from '../errors.ts';
import type { DatabaseOptions } from '../types.ts';
import { findBinaries } from './binaries.ts';
import { appDatabase, appRole, ensureAppDatabase, ensureCluster, launcherRole } from './cluster.ts';
import { lockDataFolder } from './lock.ts';
import { startServer } from './server.ts';
import { serverSettings } from './settings.ts';
import { prepareSocketFolder } from './socket-folder.ts';
import { clearStaleServer } from './stale.ts';

export type EmbeddedOptions = Pick<
  DatabaseOptions,
  'dataDir' | 'maxConnections' | 'log' | 'clock' | 'durability'
> & {
  /** False takes the path of machines that forbid user namespaces. */
  userNamespaces?: boolean;
  /** Listens on this port of loopback too; benches put others on the same server. */
  loopbackPort?: number;
};

type Connection = {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
};

export type Embedded = {
  /** As the app: owner of its database, no superuser. */
  connection: Connection;
  /** As the superuser; only for the launcher, backups and the tests' template. */
  launcherConnection: Connection;
  pid: number;
  /** How the server runs: as which user, by which means. */
  how: string;
  /** Called once when the server exits although nobody asked it to. */
  onExit(run: (reason: Error) => void): void;
  stop(): Promise<void>;
};

const usualPort = 5432;

/** Starts the PostgreSQL that npm installed, with its data in `<dataDir>/postgres`. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { log, clock } = options;
  const durability = options.durability ?? 'full';
  const binaries = await findBinaries();
  const dataDir = await openFolder(options.dataDir);
  const lock = await lockDataFolder(dataDir);
  if (lock === null) {
    throw new DatabaseStartError(
      `another Plaza is running on the data folder ${dataDir}`,
      'Stop it first, or give this one a PLAZA_DATA_DIR of its own.',
    );
  }
  try {
    const pgData = join(dataDir, 'postgres');
    const userNamespaces = options.userNamespaces ?? true;
    await clearStaleServer(pgData, { clock, log });
    const { account, secrets } = await ensureCluster({ dataDir, pgData }, binaries, {
      userNamespaces,
      durability,
    });
    const host = await prepareSocketFolder(pgData, account);
    const { maxConnections, loopbackPort } = options;
    const port = loopbackPort ?? usualPort;
    const wanted = { socketFolder: host, maxConnections, durability, loopbackPort };
    const settings = serverSettings(wanted);
    const { postgres } = binaries;
    const server = await startServer({ postgres, pgData, account, settings, log, clock });
    await ensureAppDatabase({ host, port }, secrets).catch(async (error: unknown) => {
      await server.stop();
      throw error;
    });
    return {
      connection: {
        ...{ host, port, database: appDatabase },
        ...{ user: appRole, password: secrets.app },
      },
      launcherConnection: {
        ...{ host, port, database: 'postgres' },
        ...{ user: launcherRole, password: secrets.launcher },
      },
      pid: server.pid,
      how: account.how,
      onExit: server.onExit,
      async stop() {
        await server.stop();
        await rm(host, { recursive: true, force: true });
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function openFolder(path: string): Promise<string> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    return await realpath(path);
  } catch (error) {
    throw new DatabaseStartError(
      `the data folder ${path} cannot be made: ${(error as Error).message}`,
      'Give PLAZA_DATA_DIR a folder that this user may write.',
      { cause: error },
    );
  }
}
