import { systemClock } from '@plaza/base';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../support/peer-process.ts';

/** Several NATS servers that are one to their clients. */
export type NatsCluster = {
  urls: readonly string[];
  kill(index: number): Promise<void>;
  start(index: number): Promise<void>;
  stop(): Promise<void>;
};

type Ports = { client: number; cluster: number };

function fileOf(own: Ports, all: readonly Ports[]): string {
  const routes = all.map(({ cluster }) => `    nats://127.0.0.1:${cluster}`).join('\n');
  // Clients learn of no other ways to the servers than those that they were given.
  return `listen: 127.0.0.1:${own.client}
cluster {
  name: plaza
  listen: 127.0.0.1:${own.cluster}
  no_advertise: true
  routes: [
${routes}
  ]
}
`;
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });

/** Starts them in a folder of their own. */
export async function startNatsCluster(parent: string, count: number): Promise<NatsCluster> {
  const folder = join(parent, 'nats');
  await mkdir(folder);
  const all: Ports[] = [];
  for (let n = 0; n < count; n += 1) {
    all.push({ client: await freePort(), cluster: await freePort() });
  }
  const children = new Map<number, ChildProcess>();

  async function start(index: number): Promise<void> {
    const own = all[index] as Ports;
    const file = join(folder, `${index}.conf`);
    await writeFile(file, fileOf(own, all));
    children.set(index, spawn('nats-server', ['-c', file], { stdio: 'ignore' }));
    for (let n = 0; n < 250; n += 1) {
      if (await answers(own.client)) return;
      await systemClock.sleep(40);
    }
    throw new Error('nats-server did not start within 10 s');
  }

  async function kill(index: number): Promise<void> {
    const child = children.get(index);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => {
      child.once('exit', resolve);
    });
    child.kill('SIGKILL');
    await ended;
  }

  for (const index of all.keys()) await start(index);
  return {
    urls: all.map(({ client }) => `nats://127.0.0.1:${client}`),
    ...{ start, kill },
    async stop() {
      for (const index of all.keys()) await kill(index);
    },
  };
}
