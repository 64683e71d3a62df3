import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');
const main = path.join(root, 'packages/server/src/main.ts');
const travelMain = path.join(import.meta.dirname, 'travel-server.ts');
/** Beside a city that goes on working on the same two cores a start may take a minute. */
const startTimeoutMs = 180_000;

/** A server as people start it: a process of its own with a database of its own. */
export type ServerProcess = {
  origin: string;
  dataDir: string;
  /** The link that makes the first person the operator, as printed. */
  claimUrl: string | null;
  /** Everything that the process has printed. */
  output(): string;
  /** Moves the server's clock, also across restarts; only of a server that can `travel`. */
  travel(deltaMs: number): Promise<void>;
  /** By how much its clock is ahead. */
  offsetMs(): number;
  /** Gives somebody the operator's role; only of a server that can `travel`. */
  makeOperator(personId: string): Promise<void>;
  /** Stops it as Ctrl-C does; gives the exit code. */
  stop(): Promise<number | null>;
  /** Ends it without a chance to clean up. */
  kill(): Promise<void>;
  /** Sends a signal, such as SIGSTOP, and waits for nothing. */
  signal(name: NodeJS.Signals): void;
  isRunning(): boolean;
  /** Of the process that runs now; 0 when there is none. */
  pid(): number;
  /** Starts it again on the same data and port. */
  restart(): Promise<void>;
  /** Stops it and removes its data. */
  [Symbol.asyncDispose](): Promise<void>;
};

export type ServerOptions = {
  flags?: string[];
  env?: Record<string, string>;
  /** Starts the same server with a clock that the test moves. */
  travels?: boolean;
};

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

type Running = { child: ChildProcess; output: () => string; exited: Promise<number | null> };

async function launch(
  script: string,
  env: Record<string, string>,
  flags: string[],
): Promise<Running> {
  const child = spawn(process.execPath, [script, ...flags], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', ...(script === main ? [] : (['ipc'] as const))],
  });
  let text = '';
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const collect = (chunk: Buffer) => void (text += chunk.toString());
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const opened = new Promise<void>((resolve, reject) => {
    const look = () => (text.includes('Plaza is open') ? resolve() : undefined);
    child.stdout?.on('data', look);
    child.once('exit', () => reject(new Error(`the server ended at its start:\n${text}`)));
    setTimeout(
      () => reject(new Error(`the server did not open:\n${text}`)),
      startTimeoutMs,
    ).unref();
  });
  await opened;
  return { child, exited, output: () => text };
}

/** Starts a server on a free port and an empty temporary folder. */
export async function startServerProcess(options: ServerOptions = {}): Promise<ServerProcess> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'plaza-run-'));
  const port = await freePort();
  const flags = options.flags ?? [];
  const env = {
    PLAZA_DATA_DIR: dataDir,
    PLAZA_PORT: String(port),
    PLAZA_LOG_LEVEL: 'error',
    ...options.env,
  };
  const script = options.travels === true ? travelMain : main;
  let offsetMs = 0;
  const start = () => launch(script, { ...env, TRAVEL_OFFSET_MS: String(offsetMs) }, flags);
  let running = await start();
  async function end(signal: NodeJS.Signals): Promise<number | null> {
    running.child.kill(signal);
    return running.exited;
  }
  async function tell(what: object): Promise<void> {
    if (options.travels !== true) throw new Error('this server listens to nobody');
    const told = new Promise((resolve) => running.child.once('message', resolve));
    running.child.send(what);
    await told;
  }
  return {
    origin: `http://localhost:${port}`,
    dataDir,
    claimUrl: /http\S+\/claim#\S+/.exec(running.output())?.[0] ?? null,
    output: () => running.output(),
    async travel(deltaMs) {
      offsetMs += deltaMs;
      await tell({ offsetMs });
    },
    offsetMs: () => offsetMs,
    makeOperator: (operatorId) => tell({ operatorId }),
    stop: () => end('SIGINT'),
    async kill() {
      await end('SIGKILL');
    },
    signal: (name) => void running.child.kill(name),
    isRunning: () => running.child.exitCode === null && running.child.signalCode === null,
    pid: () => running.child.pid ?? 0,
    async restart() {
      running = await start();
    },
    async [Symbol.asyncDispose]() {
      await end('SIGINT');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
