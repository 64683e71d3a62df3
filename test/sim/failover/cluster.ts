import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pauseMs } from '../../support/pause.ts';
import {
  findProgram,
  freePort,
  handToPeer,
  peerFolder,
  startPeerProcess,
  type PeerProcess,
} from '../../support/peer-process.ts';
import { haproxyFile, patroniFile, type NodePorts } from './files.ts';

// Two PostgreSQL under Patroni, the second one synchronous, with etcd as their witness and HAProxy
// in front: the recipe of docs/operate/high-availability.md on one machine.

export type Cluster = {
  /** Where the primary is reached, whichever it is. */
  url: string;
  /** Kills the primary and what looks after it; says its name. */
  killPrimary(): Promise<string>;
  /** The name of whoever is primary now; null: nobody. */
  primary(): Promise<string | null>;
  [Symbol.asyncDispose](): Promise<void>;
};

const binaries = '/usr/lib/postgresql';
const programs = ['etcd', 'patroni', 'haproxy'];

/** What is not installed here; nothing, when a cluster can be started. */
export function missingPrograms(): string[] {
  const missing = programs.filter((name) => findProgram(name) === null);
  return existsSync(binaries) ? missing : [...missing, 'postgresql'];
}

type Node = { name: string; ports: NodePorts; process: PeerProcess; folder: string };

async function startEtcd(parent: string): Promise<{ port: number; process: PeerProcess }> {
  const folder = peerFolder(parent, 'etcd');
  const [port, peerPort] = [await freePort(), await freePort()];
  const [client, peer] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${peerPort}`];
  const process = await startPeerProcess({
    command: [
      ...['etcd', '--name', 'witness', '--data-dir', join(folder, 'data')],
      ...['--listen-client-urls', client, '--advertise-client-urls', client],
      ...['--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer],
      ...['--initial-cluster', `witness=${peer}`],
    ],
    ...{ folder, port },
  });
  return { port, process };
}

async function startNode(parent: string, name: string, etcdPort: number): Promise<Node> {
  const folder = peerFolder(parent, name);
  const ports = { postgres: await freePort(), rest: await freePort() };
  const binDir = join(binaries, readdirSync(binaries).toSorted().at(-1) as string, 'bin');
  const file = join(folder, 'patroni.yml');
  await mkdir(join(folder, 'data'), { mode: 0o700 });
  await writeFile(file, patroniFile({ name, folder, ports, etcdPort, binDir }));
  for (const place of [file, join(folder, 'data')]) handToPeer(place);
  await chmod(file, 0o600);
  const command = ['patroni', file];
  const process = await startPeerProcess({ command, folder, port: ports.rest });
  return { name, ports, process, folder };
}

async function isPrimary({ ports }: Node): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${ports.rest}/primary`).catch(() => null);
  return answer?.status === 200;
}

async function isSynchronous({ ports }: Node): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${ports.rest}/synchronous`).catch(() => null);
  return answer?.status === 200;
}

async function until(what: string, withinMs: number, check: () => Promise<boolean>): Promise<void> {
  const deadlineMs = Date.now() + withinMs;
  while (!(await check())) {
    if (Date.now() > deadlineMs) throw new Error(`${what} did not come within ${withinMs} ms`);
    await pauseMs(200);
  }
}

async function kill({ process: { pid }, folder }: Node): Promise<void> {
  process.kill(pid, 'SIGKILL');
  const text = await readFile(join(folder, 'data', 'postmaster.pid'), 'utf8');
  process.kill(Number(text.split('\n')[0]), 'SIGKILL');
}

/** Starts everything in a folder and waits until the standby is synchronous. */
export async function startCluster(parent: string): Promise<Cluster> {
  await using stack = new AsyncDisposableStack();
  const etcd = await startEtcd(parent);
  stack.defer(() => etcd.process.stop());
  const first = await startNode(parent, 'one', etcd.port);
  stack.defer(() => first.process.stop());
  await until('the primary', 60_000, () => isPrimary(first));
  const second = await startNode(parent, 'two', etcd.port);
  stack.defer(() => second.process.stop());
  await until('the synchronous standby', 90_000, () => isSynchronous(second));
  const folder = peerFolder(parent, 'haproxy');
  const port = await freePort();
  const file = join(folder, 'haproxy.cfg');
  const nodes = [first, second];
  await writeFile(file, haproxyFile(port, nodes));
  const command = ['haproxy', '-db', '-f', file];
  const proxy = await startPeerProcess({ command, folder, port });
  stack.defer(() => proxy.stop());
  const whole = stack.move();
  const primaryOf = async () => {
    for (const node of nodes) if (await isPrimary(node)) return node;
    return null;
  };
  return {
    url: `postgres://postgres:secret@127.0.0.1:${port}/postgres`,
    async killPrimary() {
      const node = await primaryOf();
      if (node === null) throw new Error('nobody is primary');
      await kill(node);
      return node.name;
    },
    primary: async () => (await primaryOf())?.name ?? null,
    [Symbol.asyncDispose]: () => whole.disposeAsync(),
  };
}
