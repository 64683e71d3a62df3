import { secureRandom } from '@plaza/base';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { DatabaseStartError } from '../errors.ts';
import { chooseAccount, handOver, prefixForInitdb, type Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { run } from './child.ts';

export type Secrets = { launcher: string; app: string };

export const launcherRole = 'plaza_launcher';
export const appRole = 'plaza';
export const appDatabase = 'plaza';

const secretName = 'plaza-secret.json';

/**
 * Makes the cluster if there is none. It is made beside and renamed into place, so a start that
 * is cut short leaves nothing half-made.
 */
export async function ensureCluster(
  paths: { dataDir: string; pgData: string },
  binaries: Binaries,
  options: { userNamespaces: boolean; durability: 'full' | 'none' },
): Promise<{ account: Account; secrets: Secrets }> {
  const { pgData } = paths;
  const account = await chooseAccount(paths, binaries, options.userNamespaces);
  const version = await readFile(join(pgData, 'PG_VERSION'), 'utf8').catch(missing);
  if (version === null) await createCluster(pgData, binaries, { account, ...options });
  else checkVersion(version, binaries.major);
  await handOver(pgData, account);
  const text = await readFile(join(pgData, secretName), 'utf8');
  return { account, secrets: JSON.parse(text) as Secrets };
}

function missing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

function checkVersion(text: string, major: number): void {
  if (Number(text) === major) return;
  throw new DatabaseStartError(
    `the data folder was written by PostgreSQL ${text.trim()}, this release brings ${major}`,
    'Start the release of Plaza that wrote it.',
  );
}

async function createCluster(
  pgData: string,
  binaries: Binaries,
  options: { account: Account; durability: 'full' | 'none' },
): Promise<void> {
  const { account } = options;
  const unfinished = `${pgData}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  const password = () => Buffer.from(secureRandom.bytes(24)).toString('base64url');
  const secrets: Secrets = { launcher: password(), app: password() };
  const passwordFile = `${unfinished}.password`;
  await writeFile(passwordFile, secrets.launcher, { mode: 0o600 });
  await handOver(unfinished, account);
  if ((process.getuid?.() ?? 0) === 0) await chown(passwordFile, account.uid, account.gid);
  try {
    const made = await run([
      ...(await prefixForInitdb(account)),
      binaries.initdb,
      ...['--pgdata', unfinished, '--username', launcherRole, '--pwfile', passwordFile],
      ...['--auth-local=scram-sha-256', '--auth-host=scram-sha-256', '--encoding=UTF8'],
      // The same order of strings on every machine, whatever locales it has.
      ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
      '--data-checksums',
      ...(options.durability === 'none' ? ['--no-sync'] : []),
    ]);
    if (!made.ok) {
      throw new DatabaseStartError(
        `initdb failed: ${made.output.split('\n').slice(-6).join('\n')}`,
        'Read the lines above; a full disk or a forbidden folder is the usual reason.',
      );
    }
  } finally {
    await rm(passwordFile, { force: true });
  }
  await writeFile(join(unfinished, secretName), JSON.stringify(secrets), { mode: 0o600 });
  await rename(unfinished, pgData);
}

/**
 * The app's role owns its database and is no superuser: inside the database it may do anything,
 * outside of it nothing (a superuser could read and write files of the machine).
 */
export async function ensureAppDatabase(
  connection: { host: string; port: number },
  secrets: Secrets,
): Promise<void> {
  const client = new pg.Client({
    ...connection,
    user: launcherRole,
    password: secrets.launcher,
    database: 'postgres',
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const role = await client.query('select from pg_roles where rolname = $1', [appRole]);
    if (role.rowCount === 0) {
      const password = client.escapeLiteral(secrets.app);
      await client.query(`create role ${appRole} login nosuperuser password ${password}`);
    }
    const found = await client.query('select from pg_database where datname = $1', [appDatabase]);
    if (found.rowCount === 0) {
      await client.query(`create database ${appDatabase} owner ${appRole}`);
    }
    await client.query(`revoke all on database ${appDatabase} from public`);
  } finally {
    await client.end();
  }
}
