import { openConnection, type Connection } from './connection.ts';
import { createDriver } from './drivers/index.ts';
import { fanOut, keepRate, saturate, type Stage } from './load.ts';
import { readPages } from './pages.ts';
import type { Signal } from './tally.ts';
import type { Answer, Door, Order, Seen } from './types.ts';

// The load generator: a process of its own, so that its work is not counted as a server's and
// its pauses are nobody else's. It does what it is asked over IPC, one order after the other.

const openAtOnce = 40;
const pingRoundMs = 20_000;
const pingSlices = 40;

const tell = (answer: Answer) => void process.send?.(answer);
const signal: Signal = (what) => tell({ is: what });

/** Runs for each person, some at a time. */
async function forEach(people: number, run: (person: number) => Promise<void>): Promise<void> {
  let next = 0;
  const work = async () => {
    while (next < people) {
      next += 1;
      await run(next - 1);
    }
  };
  await Promise.all(Array.from({ length: openAtOnce }, work));
}

const portOf = ({ ports }: Door, person: number) => ports[person % ports.length] as number;

async function register(door: Door, people: number): Promise<void> {
  const driver = createDriver(door);
  await forEach(people, async (person) => {
    const connection = await openConnection(portOf(door, person), person);
    await driver.register?.(connection);
    connection.end();
  });
}

async function open(door: Door, people: number): Promise<Stage> {
  const driver = createDriver(door);
  const connections: Connection[] = [];
  await forEach(people, async (person) => {
    const connection = await openConnection(portOf(door, person), person);
    await driver.signIn(connection);
    connection.hearMarks(() => undefined);
    connections[person] = connection;
  });
  let slice = 0;
  setInterval(() => {
    slice = (slice + 1) % pingSlices;
    for (const connection of connections) {
      if (connection.person % pingSlices === slice) driver.ping?.(connection);
    }
  }, pingRoundMs / pingSlices);
  return { driver, connections, lastNumber: 0 };
}

async function join({ driver, connections }: Stage, members: 100 | 500): Promise<void> {
  const enter = async (person: number, isFirst: boolean) => {
    const connection = connections[person] as Connection;
    connection.talk();
    await driver.join(connection, members, isFirst);
  };
  await enter(0, true);
  await forEach(members - 1, (person) => enter(person + 1, false));
  // What is said on entering comes late here and there.
  await new Promise((resolve) => setTimeout(resolve, 500));
  for (const connection of connections) connection.hearMarks(() => undefined);
}

function measure(stage: Stage, door: Door, order: Order & { do: 'measure' }): Promise<Seen> {
  if (order.kind === 'saturate') return saturate(stage, order, signal);
  if (order.kind === 'rate') return keepRate(stage, order, signal);
  if (order.kind === 'group') return fanOut(stage, order, signal);
  return readPages(stage, { ...order, ports: door.ports }, signal);
}

let stage: Stage | null = null;
let openDoor: Door | null = null;

async function follow(order: Order): Promise<Answer> {
  const startMs = performance.now();
  if (order.do === 'register' || order.do === 'open') {
    if (order.do === 'register') await register(order.door, order.people);
    else stage = await open((openDoor = order.door), order.people);
    return { is: 'done', perSecond: (order.people * 1000) / (performance.now() - startMs) };
  }
  if (stage === null || openDoor === null) throw new Error('nobody is signed in');
  if (order.do === 'join') {
    await join(stage, order.members);
    return { is: 'done' };
  }
  return { is: 'seen', seen: await measure(stage, openDoor, order) };
}

process.on('message', (order: Order) => {
  follow(order).then(tell, (error: Error) => tell({ is: 'failed', reason: error.message }));
});
process.on('disconnect', () => process.exit());
