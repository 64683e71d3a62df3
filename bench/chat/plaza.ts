import { join } from 'node:path';
import { startServerProcess } from '../../test/support/server-process.ts';
import { urlOf } from '../lib/database.ts';
import { collectGarbage } from '../lib/garbage.ts';
import { startNatsServer } from './peers/brokers.ts';
import { fillCity, type Wanted } from './plaza-city.ts';
import type { Access, StartTarget, Surroundings, Target } from './target.ts';

/**
 * Limits are for one person at a keyboard, and a bench has few people who write a lot: they are
 * asked at every call, and never reached. The peers have theirs switched off.
 */
export const plazaSettings = { PLAZA_LIMIT_FACTOR: '100000' };

function environmentOf({ folder, database }: Surroundings, access: Access, node: string) {
  const { port, socketFolder: host } = database;
  return {
    ...plazaSettings,
    PLAZA_DATABASE_URL: urlOf({ ...access, host, port }),
    PLAZA_DATA_DIR: join(folder, node),
    PLAZA_FILES_DIR: join(folder, 'files'),
    PLAZA_LOG_LEVEL: 'info',
    // Where its inspector listens if the bench wakes it, to ask for a collection of garbage.
    NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --inspect-port=0`,
  };
}

const portOf = (origin: string) => Number(new URL(origin).port);

/** The product as it is shipped: one process of its own launcher, everything on. */
export function startPlaza(wanted: Omit<Wanted, 'people'>): StartTarget {
  return async (around): Promise<Target> => {
    const access = await around.database.create('plaza_one');
    const env = environmentOf(around, access, 'one');
    const filled = await fillCity(env, { ...wanted, people: around.people });
    const server = await startServerProcess({ flags: ['--demo'], env });
    return {
      name: 'plaza',
      keeps: 'commits each message',
      door: { driver: 'plaza', ports: [portOf(server.origin)], ...filled },
      pids: [server.pid()],
      usesDatabase: true,
      registers: false,
      collect: () => collectGarbage(server.pid(), server.output),
      stop: async () => void (await server.stop()),
    };
  };
}

/** Two processes of it that meet over NATS; of every two who talk, each is at another one. */
export function startTwoNodes(wanted: Wanted): StartTarget {
  return async (around): Promise<Target> => {
    const nats = await startNatsServer(around.folder, 'nats-between-nodes');
    const access = await around.database.create('plaza_two');
    const first = environmentOf(around, access, 'two-a');
    const filled = await fillCity(first, wanted);
    const second = environmentOf(around, access, 'two-b');
    await fillCity(second, { people: 0, talking: 0, groups: [] });
    const over = { PLAZA_NATS_URL: `nats://127.0.0.1:${nats.port}` };
    const nodes = [
      await startServerProcess({ flags: ['--demo'], env: { ...first, ...over } }),
      await startServerProcess({ flags: ['--demo'], env: { ...second, ...over } }),
    ];
    const ports = nodes.map(({ origin }) => portOf(origin));
    return {
      name: 'plaza-2-nodes',
      keeps: 'commits each message',
      door: { driver: 'plaza', ports, ...filled },
      pids: [...nodes.map((node) => node.pid()), nats.pid],
      usesDatabase: true,
      registers: false,
      async stop() {
        for (const node of nodes) await node.stop();
        await nats.stop();
      },
    };
  };
}
