import {
  createIds,
  secureRandom,
  systemClock,
  type ClientId,
  type ConversationId,
  type PersonId,
} from '@plaza/base';
import { createHttp } from '@plaza/client';
import { signIn } from '../../test/sim/chat/simulate.ts';
import { inParallel } from '../group10k/crowd.ts';
import { pause, quantile } from '../lib/figures.ts';
import { openSocket } from '../lib/socket.ts';

// The devices of the bench: those that come back at once, and those that talk meanwhile.

export type Storm = {
  origin: string;
  away: Seat[];
  talking: Seat[];
  seed: number;
};
type Seat = { personId: PersonId; conversationId: ConversationId; token: string };

export type StormFigures = {
  storms: StormFigure[];
  calmP99Ms: number;
  generatorCpuMs: number;
};
type StormFigure = {
  firstMs: number;
  halfMs: number;
  allMs: number;
  othersP99Ms: number;
  refused: number;
};

const storms = 3;
const calmMs = 8_000;
const talkEveryMs = 10;
const newId = createIds(systemClock, secureRandom);

type Socket = Awaited<ReturnType<typeof openSocket>>;
type Device = { seat: Seat; socket: Socket; watermark: string; personalSeq: number };

/** Asks what the product's client asks after each hello, until nothing is missing. */
async function catchUp(origin: string, device: Device): Promise<void> {
  const { seat } = device;
  const { call } = createHttp({ baseUrl: origin, token: seat.token, fetch });
  const personal = await call('sync.pull', { after: device.personalSeq });
  if (!personal.ok) throw new Error(personal.error);
  let cursor: string | null = null;
  let watermark: string | null = null;
  do {
    const since = device.watermark === '' ? {} : { since: device.watermark };
    const page: Awaited<ReturnType<typeof call<'chat.listHeads'>>> = await call('chat.listHeads', {
      ...since,
      ...(cursor === null ? {} : { cursor }),
    });
    if (!page.ok) throw new Error(page.error);
    watermark ??= page.output.watermark;
    cursor = page.output.next;
  } while (cursor !== null);
  device.watermark = watermark ?? device.watermark;
  const { conversationId } = seat;
  const entries = await call('chat.listEntries', { conversationId, limit: 50 });
  if (!entries.ok) throw new Error(entries.error);
}

/** Pairs who write to each other all the time, and how long each message takes to the other. */
function startTalk(devices: readonly Device[]) {
  const sentMs = new Map<string, number>();
  let latenciesMs: number[] = [];
  for (const { socket } of devices) {
    socket.on('message', (data: Buffer) => {
      const text = data.toString('latin1');
      if (!text.includes('chat.entryAppended')) return;
      const mark = /storm-(\S{8,40})-storm/.exec(text)?.[1] ?? '';
      const startMs = sentMs.get(mark);
      if (startMs === undefined) return;
      // The first to hear it may be its sender: the last one counts.
      latenciesMs.push(performance.now() - startMs);
    });
  }
  let n = 0;
  const timer = setInterval(() => {
    const { seat, socket } = devices[n % devices.length] as Device;
    n += 1;
    const mark = `${n}-${newId().slice(-12)}`;
    const { conversationId } = seat;
    const message = { type: 'text', text: `storm-${mark}-storm` };
    const input = { conversationId, clientId: newId<ClientId>(), message };
    sentMs.set(mark, performance.now());
    socket.send(JSON.stringify({ t: 'call', id: n, method: 'chat.sendMessage', input }));
  }, talkEveryMs);
  return {
    /** The p99 since the last time that was asked. */
    p99Ms() {
      const p99 = quantile(latenciesMs, 0.99);
      latenciesMs = [];
      return p99;
    },
    stop: () => clearInterval(timer),
  };
}

async function open(origin: string, seat: Seat): Promise<Device> {
  const token = await signIn({ server: { origin } }, seat.personId);
  const device = { seat: { ...seat, token }, watermark: '', personalSeq: 0 };
  return { ...device, socket: await openSocket(origin, token) };
}

async function openAll(origin: string, seats: readonly Seat[]): Promise<Device[]> {
  const devices: Device[] = [];
  await inParallel(seats, 32, async (seat) => {
    const device = await open(origin, seat);
    await catchUp(origin, device);
    devices.push(device);
  });
  return devices;
}

async function strike(origin: string, devices: readonly Device[]) {
  for (const { socket } of devices) socket.terminate();
  await pause(1_000);
  const startMs = performance.now();
  const doneMs: number[] = [];
  let refused = 0;
  await Promise.all(
    devices.map(async (device) => {
      for (;;) {
        try {
          device.socket = await openSocket(origin, device.seat.token);
          await catchUp(origin, device);
          doneMs.push(performance.now() - startMs);
          return;
        } catch {
          refused += 1;
          await pause(200 + secureRandom.int(800));
        }
      }
    }),
  );
  doneMs.sort((a, b) => a - b);
  const at = (share: number) => doneMs[Math.floor((doneMs.length - 1) * share)] as number;
  return { firstMs: at(0), halfMs: at(0.5), allMs: at(1), refused };
}

async function main({ origin, away, talking }: Storm): Promise<StormFigures> {
  const devices = await openAll(origin, away);
  const talkers = await openAll(origin, talking);
  const talk = startTalk(talkers);
  await pause(3_000);
  talk.p99Ms();
  await pause(calmMs);
  const calmP99Ms = talk.p99Ms();
  const figures: StormFigure[] = [];
  for (let n = 0; n < storms; n += 1) {
    talk.p99Ms();
    const storm = await strike(origin, devices);
    figures.push({ ...storm, othersP99Ms: talk.p99Ms() });
    await pause(3_000);
  }
  talk.stop();
  const { user, system } = process.cpuUsage();
  return { storms: figures, calmP99Ms, generatorCpuMs: (user + system) / 1_000 };
}

process.on('message', (storm: Storm) => {
  main(storm).then(
    (figures) => process.send?.(figures, () => process.exit(0)),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
