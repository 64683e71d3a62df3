import { shiftedClock, type PersonId, type ShiftedClock } from '@plaza/base';
import type { FastifyInstance } from 'fastify';
import type { Opened } from './banner.ts';
import type { Config } from './config.ts';
import { keepCurrencies } from './compose/currencies.ts';
import { fillDemo } from './compose/demo.ts';
import { composeFront, type Front } from './compose/http.ts';
import { composeKernel, type Kernel, type Surroundings } from './compose/kernel.ts';
import { migrationSources } from './compose/migrations.ts';
import { composeModules, registerMethods, type Modules } from './compose/modules.ts';
import { findPlace, type Place } from './compose/place.ts';
import { openTrustServer } from './compose/trust-server.ts';
import { migrate } from './kernel/db/index.ts';

/**
 * Connections that the system holds until they are taken. After a broken line everybody comes back
 * within a second, and who finds the queue full tries again seconds later.
 */
const backlog = 4_096;

/** A city that is open. */
export type City = {
  /** Where this process answers, for programs on this machine. */
  origin: string;
  opened: Opened;
  kernel: Kernel;
  modules: Modules;
  /** Resolves when everything that follows from earlier commands has happened; for tests. */
  settle(): Promise<void>;
  /** Gives a person the operator's role without a link; for tests and demo cities. */
  makeOperator(personId: PersonId): Promise<void>;
  /** Answers what was begun, writes what is queued, and lets everything go. */
  stop(): Promise<void>;
};

async function start({ outbox, jobs }: Kernel, modules: Modules): Promise<void> {
  const { sync, chat, ledger, pay } = modules;
  sync.start();
  chat.start();
  modules.calls.open();
  modules.moments.start();
  modules.search.start();
  modules.previewing.start();
  ledger.start();
  pay.start();
  modules.payv3.start();
  modules.push.start();
  outbox.start();
  await jobs.start();
}

type Doors = { front: Front; trustServer: FastifyInstance | null };

async function stop(kernel: Kernel, modules: Modules | null, doors: Doors | null): Promise<void> {
  await doors?.front.acceptor.stop();
  await doors?.trustServer?.close();
  await doors?.front.app.close();
  // What pay waits for at that moment ends with the ledger, and goes on at the next start.
  await Promise.all([modules?.pay.stop(), modules?.ledger.stop()]);
  modules?.previewing.stop();
  await modules?.search.stop();
  await modules?.payv3.stop();
  await modules?.push.stop();
  modules?.moments.stop();
  await modules?.calls.close();
  await modules?.chat.stop();
  await kernel.jobs.stop();
  await kernel.outbox.stop();
  modules?.sync.stop();
  await kernel.bus.close();
  await kernel.db.close();
}

function reachable({ host }: Place): boolean {
  return host !== '127.0.0.1' && host !== 'localhost' && host !== '::1';
}

type Standing = { kernel: Kernel; modules: Modules; place: Place; clock: ShiftedClock };

async function open({ kernel, modules, place, clock }: Standing): Promise<Doors> {
  const { config, db, log, newId } = kernel;
  let listening = false;
  const ready = async () => listening && (await db.query('select 1')).rowCount === 1;
  const front = await composeFront(kernel, modules, { place, ready });
  await start(kernel, modules);
  if (config.demo) await fillDemo(kernel, modules, clock);
  await front.app.listen({ host: place.host, port: place.port, backlog });
  const trustServer = await openTrustServer(place, { clock, log, newId });
  listening = true;
  return { front, trustServer };
}

async function settle({ outbox }: Kernel, { ledger, pay, payv3 }: Modules): Promise<void> {
  await ledger.settle();
  await pay.settle();
  await outbox.settle();
  await payv3.settle();
}

async function makeOperator(kernel: Kernel, modules: Modules, personId: PersonId): Promise<void> {
  await kernel.db.tx((tx) => modules.identity.control.makeOperator(tx, personId));
}

/** Puts the whole server together and opens it. The one place where parts meet. */
export async function composeCity(config: Config, around: Surroundings): Promise<City> {
  const place = await findPlace(config, around.clock);
  const clock = shiftedClock(around.clock);
  const kernel = await composeKernel(config, { ...around, clock });
  let modules: Modules | null = null;
  let doors: Doors | null = null;
  try {
    await migrate(kernel.db, migrationSources);
    modules = composeModules(kernel, place);
    await keepCurrencies(modules.pay);
    registerMethods(kernel.dispatch, modules);
    doors = await open({ kernel, modules, place, clock });
  } catch (error) {
    await stop(kernel, modules, doors);
    throw error;
  }
  const parts = { modules, doors };
  const claim = await modules.operator.prepareClaim();
  return {
    kernel,
    modules,
    origin: `${place.tls === null ? 'http' : 'https'}://127.0.0.1:${place.port}`,
    opened: {
      url: place.publicUrl,
      claimUrl: claim?.url ?? null,
      trustUrl: place.trust?.url ?? null,
      demo: config.demo,
      reachable: reachable(place),
    },
    settle: () => settle(kernel, parts.modules),
    makeOperator: (personId) => makeOperator(kernel, parts.modules, personId),
    stop: () => stop(kernel, parts.modules, parts.doors),
  };
}
