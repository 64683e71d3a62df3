import { createHash } from 'node:crypto';
import { chown, lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseStartError } from '../errors.ts';
import type { Account } from './account.ts';

/**
 * The folder of the server's socket. A socket path may have 107 bytes at most and a data folder
 * may be deeper, so it lives at a short place and is named after the data folder. Others may
 * write there too: it is used only when it is ours, private and not a link. Call it under the
 * lock of the data folder, because it empties the folder.
 */
export async function prepareSocketFolder(pgData: string, account: Account): Promise<string> {
  const digest = createHash('sha256').update(pgData).digest('hex').slice(0, 20);
  const folder = `/tmp/plaza-${account.uid}-${digest}`;
  const me = process.getuid?.() ?? 0;
  await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const found = await lstat(folder);
  const ours = found.uid === me || found.uid === account.uid;
  if (!found.isDirectory() || !ours || (found.mode & 0o777) !== 0o700) {
    throw new DatabaseStartError(
      `${folder} exists and is not a private folder of this user`,
      `Look who made it, then remove it: rm -r ${folder}`,
    );
  }
  for (const name of await readdir(folder)) await rm(join(folder, name), { force: true });
  if (found.uid !== account.uid) await chown(folder, account.uid, account.gid);
  return folder;
}
