import { spawnSync } from 'node:child_process';

/** The tests look at the web client as it is served: built, compressed and with its worker. */
export default function buildWeb(): void {
  const { status } = spawnSync(process.execPath, ['tools/start.ts', '--build-only'], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('The web client could not be built.');
}
