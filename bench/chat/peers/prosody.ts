import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  findProgram,
  freePort,
  handToPeer,
  peerFolder,
  startPeerProcess,
} from '../../../test/support/peer-process.ts';
import { xmppHost, xmppPassword, xmppRooms, xmppUser } from '../drivers/xmpp.ts';
import { NotInstalled, type Surroundings, type Target } from '../target.ts';
import { writeConfig } from './template.ts';

type Archive = 'sql' | 'internal';

async function storageOf({ database }: Surroundings, archive: Archive): Promise<string> {
  if (archive === 'internal') return '';
  const access = await database.create('prosody');
  return [
    'storage = { archive = "sql"; muc_log = "sql" }',
    'sql = {',
    `  driver = "PostgreSQL", host = "127.0.0.1", port = ${database.port},`,
    `  database = "${access.database}", username = "${access.user}",`,
    `  password = "${access.password}"`,
    '}',
  ].join('\n');
}

/** Accounts are files, one each: written at once, which is faster than asking at the door. */
function writeAccounts(folder: string, people: number): void {
  const accounts = join(folder, xmppHost.replaceAll('.', '%2e'), 'accounts');
  mkdirSync(accounts, { recursive: true });
  for (let person = 0; person < people; person += 1) {
    const file = join(accounts, `${xmppUser(person)}.dat`);
    writeFileSync(file, `return { ["password"] = "${xmppPassword}" };\n`);
    handToPeer(file);
  }
  for (const path of [accounts, dirname(accounts)]) handToPeer(path);
}

/** prosody with its archive in PostgreSQL, or in files, as Debian ships it. */
export async function startProsody(around: Surroundings, archive: Archive): Promise<Target> {
  const prosody = findProgram('prosody');
  if (prosody === null) throw new NotInstalled('prosody', 'prosody lua-dbi-postgresql');
  const folder = peerFolder(around.folder, `prosody-${archive}`);
  writeAccounts(folder, around.people);
  const port = await freePort();
  const storage = await storageOf(around, archive);
  const values = { host: xmppHost, rooms: xmppRooms, folder, port, storage };
  const config = writeConfig('prosody.cfg.lua', folder, values);
  const running = await startPeerProcess({
    command: [prosody, '-F', '--config', config],
    ...{ folder, port },
  });
  return {
    name: archive === 'sql' ? 'prosody-sql' : 'prosody-internal',
    keeps: archive === 'sql' ? 'commits each message' : 'keeps, without fsync',
    door: { driver: 'xmpp', ports: [port] },
    pids: [running.pid],
    usesDatabase: archive === 'sql',
    registers: false,
    stop: running.stop,
  };
}
