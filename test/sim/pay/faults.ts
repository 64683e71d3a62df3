import type { Random } from '@plaza/base';
import { pauseMs } from '../../support/pause.ts';
import type { PayCity } from './city.ts';
import type { Node } from './teller.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** What befalls a city. */
export type Fault =
  | { kind: 'killServer'; node: Node; downMs: number }
  | { kind: 'killDatabase'; downMs: number }
  | { kind: 'killAll'; downMs: number }
  /** The process stands still, its connections stay: it must not write when it wakes up. */
  | { kind: 'freeze'; node: Node; forMs: number }
  | { kind: 'jump'; byMs: number }
  /** One clock goes wrong, by itself, forward or back. */
  | { kind: 'skew'; node: Node; byMs: number };

export type PlannedFault = Fault & { afterMs: number };

const someNode = (random: Random): Node => (random.int(2) === 0 ? 0 : 1);

/** Every kind of fault in an order of its own, so that no life of some length misses one. */
function oneOfEach(random: Random): Fault[] {
  const node = someNode(random);
  const all: Fault[] = [
    { kind: 'killServer', node, downMs: random.int(1_500) },
    { kind: 'killServer', node: node === 0 ? 1 : 0, downMs: random.int(1_500) },
    { kind: 'killDatabase', downMs: random.int(1_500) },
    { kind: 'killAll', downMs: random.int(500) },
    { kind: 'freeze', node: someNode(random), forMs: 500 + random.int(2_500) },
    // A day and an hour: whatever waits lapses.
    { kind: 'jump', byMs: 25 * hourMs },
    { kind: 'jump', byMs: random.int(12 * hourMs) },
    { kind: 'skew', node: someNode(random), byMs: random.int(6 * minuteMs) - 3 * minuteMs },
  ];
  return all
    .map((fault) => ({ fault, place: random.float() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ fault }) => fault);
}

/** The faults of a life, in order; longer lives also freeze servers until their seat is lost. */
export function planFaults(random: Random, seconds: number): PlannedFault[] {
  const planned: PlannedFault[] = [];
  // None takes less time than this, so there are always enough for the whole life.
  for (let atMs = 0; atMs < seconds * 1000;) {
    const long: Fault = { kind: 'freeze', node: someNode(random), forMs: 14_000 };
    const faults = planned.length > 0 ? [...oneOfEach(random), long] : oneOfEach(random);
    for (const fault of faults) {
      const afterMs = 300 + random.int(1_500);
      planned.push({ ...fault, afterMs });
      atMs += afterMs;
    }
  }
  return planned;
}

/** Lets a fault happen, and mends it. */
export async function strike(city: PayCity, fault: Fault): Promise<void> {
  const { servers, database } = city;
  switch (fault.kind) {
    case 'killServer':
      await servers[fault.node].kill();
      await pauseMs(fault.downMs);
      return servers[fault.node].restart();
    case 'killDatabase':
      return database.crash(fault.downMs);
    case 'killAll':
      await Promise.all(servers.map((server) => server.kill()));
      await database.crash(fault.downMs);
      return void (await Promise.all(servers.map((server) => server.restart())));
    case 'freeze':
      servers[fault.node].signal('SIGSTOP');
      await pauseMs(fault.forMs);
      return servers[fault.node].signal('SIGCONT');
    case 'jump':
      return void (await Promise.all(servers.map((server) => server.travel(fault.byMs))));
    case 'skew':
      return servers[fault.node].travel(fault.byMs);
  }
}
