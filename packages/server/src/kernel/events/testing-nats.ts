import { systemClock } from '@plaza/base';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createServer, connect, type AddressInfo } from 'node:net';

export type TestNats = {
  url: string;
  /** Stops it the hard way. */
  kill(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
};

/** Whether this machine has a NATS server; without one, the tests against it are left out. */
export function hasNats(): boolean {
  return spawnSync('nats-server', ['--version']).status === 0;
}

export async function startNats(): Promise<TestNats> {
  const port = await freePort();
  let child: ChildProcess | null = null;
  async function start(): Promise<void> {
    child = spawn('nats-server', ['-a', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
    for (let i = 0; i < 250; i += 1) {
      if (await answers(port)) return;
      await systemClock.sleep(20);
    }
    throw new Error('nats-server did not start within 5 s');
  }
  async function kill(): Promise<void> {
    const running = child;
    child = null;
    if (running === null) return;
    await new Promise((resolve) => {
      running.once('exit', resolve);
      running.kill('SIGKILL');
    });
  }
  await start();
  return { url: `nats://127.0.0.1:${port}`, kill, start };
}

function freePort(): Promise<number> {
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
    socket.once('data', () => resolve(true)).once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
    socket.once('data', () => socket.destroy());
  });
}
