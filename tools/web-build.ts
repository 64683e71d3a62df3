import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

const packages = ['base', 'contract', 'client', 'web'];
const skipped = new Set(['node_modules', 'dist', 'released']);
const stampName = '.sources';

/** What the web client is made of, as one hash: its sources, those it imports and the lock file. */
export function buildStamp(root: string): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  for (const name of packages) addFolder(hash, join(root, 'packages', name), name);
  return hash.digest('hex');
}

function addFolder(hash: ReturnType<typeof createHash>, folder: string, label: string): void {
  const entries = readdirSync(folder, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!skipped.has(entry.name)) addFolder(hash, path, `${label}/${entry.name}`);
    } else if (entry.isFile() && !/\.test\.tsx?$|\.md$/.test(entry.name)) {
      hash.update(`${label}/${entry.name}\0`).update(readFileSync(path)).update('\0');
    }
  }
}

export function isBuilt(web: string, stamp: string): boolean {
  const path = join(web, 'dist', stampName);
  return existsSync(path) && readFileSync(path, 'utf8') === stamp;
}

/** Written last: a build that is cut short leaves none and is done again. */
export function writeStamp(web: string, stamp: string): void {
  writeFileSync(join(web, 'dist', stampName), stamp);
}

/**
 * Lets one process of this folder build at a time; the others wait and find the result. The lock
 * is an abstract socket, which goes with its process. Where there are none, nobody waits.
 */
export async function withBuildLock(root: string, run: () => void): Promise<void> {
  const digest = createHash('sha256').update(root).digest('hex');
  const address = `\0plaza-build-${digest}`;
  for (;;) {
    const lock = createServer();
    const outcome = await new Promise<'held' | 'busy' | 'none'>((resolve) => {
      lock.once('error', (error: NodeJS.ErrnoException) =>
        resolve(error.code === 'EADDRINUSE' ? 'busy' : 'none'),
      );
      lock.listen(address, () => resolve('held'));
    });
    if (outcome !== 'busy') {
      run();
      lock.close();
      return;
    }
    await new Promise<void>((resolve) => {
      const wait = connect(address);
      wait.once('error', () => resolve()).once('close', () => resolve());
    });
  }
}
