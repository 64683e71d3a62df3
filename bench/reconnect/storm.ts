import { createIds, secureRandom, seededRandom, systemClock, type ClientId } from '@plaza/base';
import { inParallel } from '../group10k/crowd.ts';
import { createDevice, type Device } from './device.ts';
import { overSome, type SignedIn } from './seats.ts';

// The devices whose lines break and that come back at once, in a process of their own.

export type StormOrder =
  | { do: 'open'; port: number; seats: SignedIn[]; seed: number }
  /** Breaks all lines, and has something written while nobody hears it. */
  | { do: 'break' }
  | { do: 'storm' };
export type StormFigures = {
  firstMs: number;
  halfMs: number;
  allMs: number;
  /** Tries that ended without being in sync. */
  refused: number;
  /** Devices that came back and do not have what was said while they were away. */
  missing: number;
  cpuMs: number;
};

const newId = createIds(systemClock, secureRandom);
let port = 0;
let seats: readonly SignedIn[] = [];
let devices: readonly Device[] = [];
let round = 0;

async function openAll(order: Extract<StormOrder, { do: 'open' }>): Promise<void> {
  [port, seats] = [order.port, order.seats];
  const random = seededRandom(order.seed);
  devices = seats.map(({ token }) => createDevice({ port, token, random }));
  await inParallel(devices, 64, (device) => device.start());
}

const newsOf = (n: number) => `news ${round} of ${n}`;
/** Each has a conversation with the one before and with the next: in one of the two is news. */
const sourceOf = (n: number) => n - (n % 2);
/** Half of the devices miss one message, and half miss three. */
const countOf = (source: number) => (source % 4 === 0 ? 1 : 3);

async function breakAll(): Promise<void> {
  for (const device of devices) device.cut();
  round += 1;
  const sources = [...seats.keys()].filter((n) => sourceOf(n) === n);
  await overSome(port, sources, async (asking, n) => {
    const { conversationId, token } = seats[n] as SignedIn;
    const message = { type: 'text', text: newsOf(n) };
    for (let said = 0; said < countOf(n); said += 1) {
      const input = { conversationId, clientId: newId<ClientId>(), message };
      await asking.call('chat.sendMessage', input, token);
    }
  });
}

const ownCpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

async function storm(): Promise<StormFigures> {
  const startMs = performance.now();
  const startCpuMs = ownCpuMs();
  const doneMs: number[] = [];
  let refused = 0;
  await Promise.all(
    devices.map(async (device) => {
      refused += await device.comeBack();
      doneMs.push(performance.now() - startMs);
    }),
  );
  const cpuMs = ownCpuMs() - startCpuMs;
  const missing = devices.filter((device, n) => {
    const source = sourceOf(n);
    return device.newest((seats[source] as SignedIn).conversationId) !== newsOf(source);
  });
  doneMs.sort((a, b) => a - b);
  const at = (share: number) => doneMs[Math.floor((doneMs.length - 1) * share)] as number;
  const times = { firstMs: at(0), halfMs: at(0.5), allMs: at(1) };
  return { ...times, refused, missing: missing.length, cpuMs };
}

async function follow(order: StormOrder): Promise<unknown> {
  if (order.do === 'open') await openAll(order);
  else if (order.do === 'break') await breakAll();
  else return storm();
  return 'done';
}

process.on('message', (order: StormOrder) => {
  follow(order).then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
// Whoever gave the orders is gone.
process.on('disconnect', () => process.exit(1));
