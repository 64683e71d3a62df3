import { chmod, chown, lchown, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseStartError } from '../errors.ts';
import type { Binaries } from './binaries.ts';
import { run } from './child.ts';

/** `prefix` is put before a command to run it as the user who owns the cluster. */
export type Account = { uid: number; gid: number; prefix: readonly string[]; how: string };

const nobody = 65_534;
// The server stops with the app, even after a kill -9: the kernel sends the signal.
const withParent = ['setpriv', '--pdeathsig', 'INT', '--'];
const namespace = ['unshare', '--user', `--map-user=${nobody}`, `--map-group=${nobody}`, '--'];

/**
 * PostgreSQL refuses to run as root. As root it runs in a user namespace, where root's files
 * belong to "nobody": no user is created and no file changes hands. Where namespaces are
 * forbidden it becomes the real `nobody`. Data of another owner is always run as that owner.
 */
export async function chooseAccount(
  { dataDir, pgData }: { dataDir: string; pgData: string },
  binaries: Binaries,
  userNamespaces: boolean,
): Promise<Account> {
  const uid = process.getuid?.() ?? 0;
  const gid = process.getgid?.() ?? 0;
  const works = async (prefix: readonly string[]) =>
    (await run([...prefix, binaries.postgres, '--version'])).ok;

  if (uid !== 0) {
    const own = (await works(withParent)) ? withParent : [];
    return { uid, gid, prefix: own, how: 'as the user of the app' };
  }
  const owner = await stat(pgData).catch(() => stat(dataDir));
  if (owner.uid !== 0) return become(owner.uid, owner.gid, binaries);
  if (userNamespaces) {
    const how = 'in a user namespace';
    const best = [...namespace, ...withParent];
    if (await works(best)) return { uid, gid, prefix: best, how };
    if (await works(namespace)) return { uid, gid, prefix: namespace, how };
  }
  return become(nobody, nobody, binaries);
}

async function become(uid: number, gid: number, binaries: Binaries): Promise<Account> {
  const change = ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
  const prefix = [...change, '--pdeathsig', 'INT', '--'];
  const probe = await run([...prefix, binaries.postgres, '--version']);
  if (probe.ok) return { uid, gid, prefix, how: `as user ${uid}` };
  throw new DatabaseStartError(
    `PostgreSQL cannot run as user ${uid}: ${probe.output}`,
    `Let every user pass through the folders above ${binaries.native}, or start Plaza as an ` +
      'ordinary user instead of root.',
  );
}

/**
 * The prefix for initdb, which refuses a user without a name (containers with a free choice of
 * user id, mounted folders). In a namespace such a user is called "nobody".
 */
export async function prefixForInitdb({ prefix }: Account): Promise<readonly string[]> {
  const named = await run([...prefix, 'id', '-un']);
  return named.ok ? prefix : [...prefix, ...namespace];
}

/** Makes sure that the account owns the cluster and can reach it. */
export async function handOver(folder: string, account: Account): Promise<void> {
  if ((await stat(folder)).uid !== account.uid) await chownAll(folder, account);
  const parent = await stat(dirname(folder));
  const me = process.getuid?.() ?? 0;
  // The parent is the app's: others may pass through it, and still not look into it.
  if (account.uid !== me && parent.uid === me) await chmod(dirname(folder), 0o711);
  const reach = await run([...account.prefix, 'test', '-w', folder]);
  if (reach.ok) return;
  throw new DatabaseStartError(
    `PostgreSQL runs ${account.how} and cannot reach ${folder}`,
    'Choose a PLAZA_DATA_DIR below folders that every user may pass through, or start Plaza as ' +
      'an ordinary user instead of root.',
  );
}

async function chownAll(folder: string, { uid, gid }: Account): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    await lchown(join(entry.parentPath, entry.name), uid, gid);
  }
  // Last, so that a chown cut short is taken up again by the next start.
  await chown(folder, uid, gid);
}
