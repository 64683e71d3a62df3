import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  findProgram,
  freePort,
  peerFolder,
  startPeerProcess,
} from '../../../test/support/peer-process.ts';
import { xmppHost, xmppPassword, xmppRooms } from '../drivers/xmpp.ts';
import { NotInstalled, type Access, type Surroundings, type Target } from '../target.ts';
import { writeConfig } from './template.ts';

const packages = 'ejabberd erlang-p1-pgsql';
const schemaPath = '/usr/share/ejabberd/sql/pg.sql';

/** Its code lies beside Erlang's, in a folder that has its version in the name. */
function findCode(): string | null {
  for (const parent of ['/usr/lib', ...readdirSync('/usr/lib').map((name) => `/usr/lib/${name}`)]) {
    if (!existsSync(parent)) continue;
    const names = safeList(parent).filter((name) => name.startsWith('ejabberd'));
    const found = names.map((name) => join(parent, name, 'ebin')).find((path) => existsSync(path));
    if (found !== undefined) return found;
  }
  return null;
}

function safeList(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

type Archive = 'sql' | 'mnesia';

function storageOf(archive: Archive, port: number, access: Access | null): string {
  if (access === null) return `auth_method: internal\ndefault_db: ${archive}`;
  return [
    'auth_method: sql',
    'default_db: sql',
    'sql_type: pgsql',
    'sql_server: "127.0.0.1"',
    `sql_port: ${port}`,
    `sql_database: "${access.database}"`,
    `sql_username: "${access.user}"`,
    `sql_password: "${access.password}"`,
    'sql_pool_size: 10',
  ].join('\n');
}

async function prepareSql({ database, people }: Surroundings): Promise<Access> {
  if (!existsSync(schemaPath)) throw new NotInstalled(schemaPath, packages);
  const access = await database.create('ejabberd');
  await database.query('ejabberd', `set role ejabberd; ${readFileSync(schemaPath, 'utf8')}`);
  await database.query(
    'ejabberd',
    "insert into users (username, password) select 'u' || n, $1 from generate_series(0, $2) n",
    [xmppPassword, people - 1],
  );
  return access;
}

/** ejabberd with its archive in PostgreSQL, or in Mnesia, as Debian ships it. */
export async function startEjabberd(around: Surroundings, archive: Archive): Promise<Target> {
  const erl = findProgram('erl');
  const code = findCode();
  if (erl === null || code === null) throw new NotInstalled('ejabberd', packages);
  const access = archive === 'sql' ? await prepareSql(around) : null;
  const folder = peerFolder(around.folder, `ejabberd-${archive}`);
  const port = await freePort();
  const storage = storageOf(archive, around.database.port, access);
  const values = { host: xmppHost, rooms: xmppRooms, port, storage };
  const config = writeConfig('ejabberd.yml', folder, values);
  // Without a node name: then nothing listens but what the configuration says.
  const running = await startPeerProcess({
    command: [
      ...[erl, '+K', 'true', '+P', '250000', '+S', '2', '-noinput', '-pa', code],
      ...['-mnesia', 'dir', `"${join(folder, 'mnesia')}"`, '-s', 'ejabberd'],
    ],
    ...{ folder, port },
    env: {
      EJABBERD_CONFIG_PATH: config,
      EJABBERD_LOG_PATH: join(folder, 'ejabberd.log'),
      ERL_CRASH_DUMP: join(folder, 'crash.dump'),
      ERL_MAX_ETS_TABLES: '20000',
    },
  });
  return {
    name: archive === 'sql' ? 'ejabberd-sql' : 'ejabberd-mnesia',
    keeps: archive === 'sql' ? 'commits each message' : 'keeps, without fsync',
    door: { driver: 'xmpp', ports: [port] },
    pids: [running.pid],
    usesDatabase: archive === 'sql',
    registers: archive === 'mnesia',
    stop: running.stop,
  };
}
