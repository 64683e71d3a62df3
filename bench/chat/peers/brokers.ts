import {
  findProgram,
  freePort,
  peerFolder,
  startPeerProcess,
} from '../../../test/support/peer-process.ts';
import { NotInstalled, type Surroundings, type Target } from '../target.ts';
import { writeConfig } from './template.ts';

const limit = { keeps: 'keeps nothing', usesDatabase: false, registers: false } as const;

/** mosquitto at most once: what fan-out costs where nothing is kept. */
export async function startMosquitto({ folder: parent }: Surroundings): Promise<Target> {
  const program = findProgram('mosquitto');
  if (program === null) throw new NotInstalled('mosquitto', 'mosquitto');
  const folder = peerFolder(parent, 'mosquitto');
  const port = await freePort();
  const config = writeConfig('mosquitto.conf', folder, { port });
  const running = await startPeerProcess({ command: [program, '-c', config], folder, port });
  const door = { driver: 'mqtt', ports: [port] } as const;
  return { name: 'mosquitto', ...limit, door, pids: [running.pid], stop: running.stop };
}

/** Starts NATS core without persistence; also what several nodes of the product meet over. */
export async function startNatsServer(parent: string, name: string) {
  const program = findProgram('nats-server');
  if (program === null) throw new NotInstalled('nats-server', 'nats-server');
  const folder = peerFolder(parent, name);
  const port = await freePort();
  const command = [program, '-a', '127.0.0.1', '-p', String(port)];
  return { port, ...(await startPeerProcess({ command, folder, port })) };
}

export async function startNats({ folder }: Surroundings): Promise<Target> {
  const running = await startNatsServer(folder, 'nats');
  const door = { driver: 'nats', ports: [running.port] } as const;
  return { name: 'nats', ...limit, door, pids: [running.pid], stop: running.stop };
}
