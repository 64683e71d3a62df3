import type { Clock } from '@plaza/base';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { DatabaseStartError } from '../errors.ts';
import type { DatabaseLog } from '../types.ts';
import type { Account } from './account.ts';
import { cleanEnvironment } from './child.ts';

export type Server = {
  pid: number;
  onExit(run: (reason: Error) => void): void;
  stop(): Promise<void>;
};

type Input = {
  postgres: string;
  pgData: string;
  account: Account;
  settings: Record<string, string>;
  log: DatabaseLog;
  clock: Clock;
};

const tailLines = 20;
const stopLimitMs = 30_000;

/** Starts the server and resolves when it accepts connections. */
export async function startServer(input: Input): Promise<Server> {
  const { account, log, clock } = input;
  const options = Object.entries(input.settings).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const command = [...account.prefix, input.postgres, '-D', input.pgData, ...options];
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    cwd: '/',
    env: cleanEnvironment,
    stdio: ['ignore', 'ignore', 'pipe'],
    // Its own process group: Ctrl-C on the terminal must not stop the database before the app.
    detached: true,
  });
  const listeners: ((reason: Error) => void)[] = [];
  const tail: string[] = [];
  let stopping = false;
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(`it ended with ${signal ?? code}`));
  });
  const ready = new Promise<'ready'>((resolve) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      tail.push(line);
      if (tail.length > tailLines) tail.shift();
      if (line.includes('database system is ready to accept connections')) resolve('ready');
      if (!stopping && /^(FATAL|PANIC):/.test(line)) log.warn({ line }, 'PostgreSQL reports');
    });
  });
  const first = await Promise.race([ready, exited]);
  if (first !== 'ready') {
    throw new DatabaseStartError(
      `PostgreSQL did not start: ${first}\n${tail.join('\n')}`,
      'Read the lines above; `npm run plaza doctor` checks the usual reasons.',
    );
  }
  void exited.then((reason) => {
    if (stopping) return;
    const fault = new Error(`PostgreSQL stopped by itself: ${reason}\n${tail.join('\n')}`);
    for (const listener of listeners) listener(fault);
  });
  return {
    pid: child.pid ?? 0,
    onExit: (run) => void listeners.push(run),
    async stop() {
      stopping = true;
      child.kill('SIGINT');
      // A server that hangs is stopped hard; the next start recovers from its log.
      const limit = clock.after(stopLimitMs, () => child.kill('SIGQUIT'));
      await exited;
      limit.cancel();
    },
  };
}
