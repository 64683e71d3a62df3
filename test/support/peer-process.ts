import { spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { systemClock } from '@plaza/base';

/** Another server, as people would run it: in the foreground, as nobody in particular. */
export type PeerProcess = { pid: number; stop(): Promise<void> };

export type PeerCommand = {
  command: readonly string[];
  /** The folder where it may write. */
  folder: string;
  env?: Record<string, string>;
  /** The port that it answers on once it is ready. */
  port: number;
};

const nobody = 65_534;
const startWithinMs = 30_000;
const stopWithinMs = 10_000;
const isRoot = process.getuid?.() === 0;
/** Servers stand in folders that an ordinary user's path may leave out. */
const path = [process.env['PATH'] ?? '', '/usr/sbin', '/usr/bin', '/sbin', '/bin'].join(delimiter);

/** Where a program is; null where it is not installed. */
export function findProgram(name: string): string | null {
  const places = path.split(delimiter).map((folder) => join(folder, name));
  return places.find((place) => existsSync(place)) ?? null;
}

/** A folder that a peer may write, also where this process is root and the peer is not. */
export function peerFolder(parent: string, name: string): string {
  const folder = join(parent, name);
  mkdirSync(folder, { recursive: true });
  handToPeer(folder);
  // Others may pass through the folder above, and still not look into it.
  if (isRoot) chmodSync(parent, 0o711);
  return folder;
}

export function handToPeer(place: string): void {
  if (isRoot) chownSync(place, nobody, nobody);
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Ends with this process whatever happens, and never runs as root. */
function prefix(): string[] {
  if (process.platform !== 'linux') return [];
  const user = [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'];
  return ['setpriv', ...(isRoot ? user : []), '--pdeathsig', 'KILL', '--'];
}

/** Starts a server and waits until its port answers. */
export async function startPeerProcess(given: PeerCommand): Promise<PeerProcess> {
  const [program = '', ...args] = [...prefix(), ...given.command];
  const child = spawn(program, args, {
    cwd: given.folder,
    env: { PATH: path, HOME: given.folder, LC_ALL: 'C.UTF-8', TZ: 'UTC', ...given.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const hear = (bytes: Buffer) => void (said = (said + bytes.toString()).slice(-2_000));
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  let over = false;
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      over = true;
      resolve();
    });
    child.once('error', (error) => hear(Buffer.from(error.message)));
  });
  const startMs = performance.now();
  while (!(await answers(given.port))) {
    if (over || performance.now() - startMs > startWithinMs) {
      child.kill('SIGKILL');
      throw new Error(`${given.command[0]} did not start: ${said}`);
    }
    await systemClock.sleep(100);
  }
  return {
    pid: child.pid ?? 0,
    async stop() {
      child.kill('SIGTERM');
      const limit = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
      await exited;
      clearTimeout(limit);
    },
  };
}
