import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { createServer } from 'node:net';

export type FolderLock = { release(): Promise<void> };

/**
 * Takes the data folder for this process, or gives null when a living process has it. The lock is
 * a listening abstract socket: the kernel drops it with the process, so nothing can go stale.
 */
export async function lockDataFolder(dataDir: string): Promise<FolderLock | null> {
  const digest = createHash('sha256')
    .update(await realpath(dataDir))
    .digest('hex');
  const server = createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(`\0plaza-${digest}`, () => {
      server.unref();
      resolve({ release: () => new Promise((done) => void server.close(() => done())) });
    });
  });
}
