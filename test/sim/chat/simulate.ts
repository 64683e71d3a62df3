import { pick, seededRandom, type PersonId, type Random } from '@plaza/base';
import { createHttp } from '@plaza/client';
import { pauseMs } from '../../support/pause.ts';
import { createNetwork, type Network } from './chaos.ts';
import { newRecord, startDevice, type Record, type SimDevice } from './device.ts';
import { judge, type Broken } from './laws.ts';
import { openNodes, type SimNodes } from './nodes.ts';
import { step } from './walk.ts';

export type Settings = { seed: number; seconds: number; people: number; nodes: number };
export type Report = {
  broken: Broken;
  submitted: number;
  acknowledged: number;
  refused: number;
  devices: number;
};

/** What a life must hold at least, and how much longer it may be for it. */
const messagesPerSecond = 60;
const longestLife = 4;

/** The secret of a new session of a person. */
export async function signIn(
  city: { server: { origin: string } },
  personId: PersonId,
): Promise<string> {
  const { call } = createHttp({ baseUrl: city.server.origin, fetch });
  const device = { name: 'Sim', kind: 'program' } as const;
  const result = await call('identity.signInDemo', { personId, device, delivery: 'token' });
  if (!result.ok || result.output.token === undefined) throw new Error(JSON.stringify(result));
  return result.output.token;
}

type Stage = { city: SimNodes; network: Network; record: Record; random: Random };

/** A device's clock may be wrong by so much. */
const skewMs = 10 * 60_000;

async function startDevices({ city, network, record, random }: Stage): Promise<SimDevice[]> {
  const origin = () => pick(random, city.nodes).server.origin;
  const devices: SimDevice[] = [];
  for (const personId of city.people) {
    const count = random.int(4) === 0 ? 2 : 1;
    for (let n = 0; n < count; n += 1) {
      const token = await signIn(city, personId);
      const skew = random.int(3) === 0 ? random.int(2 * skewMs) - skewMs : 0;
      const device = { origin, network, personId, token, record, skewMs: skew };
      devices.push(await startDevice(device));
    }
  }
  return devices;
}

type Crash = { at: number; run: () => Promise<void> };

/** When in a life, from 0 to 1, what dies; the last node is cut off from the others for a time. */
function planCrashes({ city, random }: Stage): Crash[] {
  const crashes: Crash[] = [
    {
      at: 0.33,
      async run() {
        const { server } = pick(random, city.nodes);
        await server.kill();
        await server.restart();
      },
    },
    { at: 0.66, run: () => city.crashDatabase() },
  ];
  const { nats } = city;
  if (nats !== null) {
    const lines = city.nodes.at(-1)?.lines ?? [];
    crashes.push({ at: 0.4, run: async () => lines.forEach((line) => line.cut()) });
    crashes.push({ at: 0.6, run: async () => lines.forEach((line) => line.mend()) });
    const index = random.int(nats.urls.length);
    crashes.push({ at: 0.5, run: () => nats.kill(index) });
    crashes.push({ at: 0.75, run: () => nats.start(index) });
  }
  return crashes.toSorted((a, b) => a.at - b.at);
}

/** People live for a while; a third into it a server dies, at two thirds the database. */
async function live(stage: Stage, devices: SimDevice[], settings: Settings): Promise<void> {
  const { city, record, random } = stage;
  const { contactsOf } = city;
  const startMs = Date.now();
  const lifeMs = settings.seconds * 1000;
  const crashes = planCrashes(stage);
  let crashing: Promise<void> | null = null;
  const isOver = () => {
    const livedMs = Date.now() - startMs;
    // On a machine that is slow today a life is longer, so that as much is said in it.
    const isFull = record.submitted.size >= settings.seconds * messagesPerSecond;
    return livedMs >= lifeMs && (isFull || livedMs >= longestLife * lifeMs);
  };
  while (!isOver()) {
    const next = crashes[0];
    if (next !== undefined && Date.now() - startMs > next.at * lifeMs) {
      crashes.shift();
      await crashing;
      crashing = next.run();
      crashing.catch(() => undefined);
    }
    for (let n = 0; n < 4; n += 1) await step({ devices, contactsOf, record, random });
    await pauseMs(8);
  }
  await crashing;
}

function isQuiet({ client }: SimDevice): boolean {
  const { status, intents, sends } = client.getState();
  if (status !== 'live' || intents.size > 0) return false;
  return [...sends.values()].every(({ state }) => state === 'failed');
}

/** How many effects of committed changes wait, such as bringing a new chat to its other side. */
async function waitingEffects(city: SimNodes): Promise<number> {
  const text = await (await fetch(`${city.server.origin}/metrics`)).text();
  const line = /^plaza_outbox_waiting (\S+)$/m.exec(text);
  if (line === null) throw new Error('the server does not say what waits');
  return Number(line[1]);
}

/** The network is mended; waits until every device has sent and fetched everything. */
async function settle({ city, network }: Stage, devices: readonly SimDevice[]): Promise<void> {
  network.chaos.isOn = false;
  const deadlineMs = Date.now() + 120_000;
  const quiet = async () => {
    while (!devices.every(isQuiet) && Date.now() < deadlineMs) await pauseMs(100);
  };
  const connectAgain = () => {
    for (const device of devices) device.cut();
    for (const device of devices) void device.client.commands.wake();
  };
  connectAgain();
  await quiet();
  while ((await waitingEffects(city)) > 0 && Date.now() < deadlineMs) await pauseMs(100);
  // The last frames of the storm may still be on their way; the law speaks of a new connection.
  await pauseMs(network.chaos.delayMs);
  connectAgain();
  await pauseMs(200);
  await quiet();
}

async function startFresh(stage: Stage): Promise<SimDevice[]> {
  const { city, network } = stage;
  const { origin } = city.server;
  const fresh: SimDevice[] = [];
  for (const personId of city.people) {
    const token = await signIn(city, personId);
    const around = { origin: () => origin, network, record: newRecord(), skewMs: 0 };
    fresh.push(await startDevice({ ...around, personId, token }));
  }
  const deadlineMs = Date.now() + 60_000;
  while (!fresh.every(isQuiet) && Date.now() < deadlineMs) await pauseMs(50);
  return fresh;
}

/** Runs a city of people who chat over a bad network, and judges what is left. */
export async function simulateChat(
  settings: Settings,
  say: (line: string) => void,
): Promise<Report> {
  const random = seededRandom(settings.seed);
  const startMs = Date.now();
  const tell = (line: string) => say(`${((Date.now() - startMs) / 1000).toFixed(1)} s: ${line}`);
  const { seed, people, seconds, nodes } = settings;
  tell(`seed ${seed}, ${people} people, ${nodes} servers, ${seconds} s of life`);
  await using city = await openNodes({ people, nodes, random });
  const network = createNetwork(random);
  const record = newRecord();
  const stage: Stage = { city, network, record, random };
  const devices = await startDevices(stage);
  tell(`${devices.length} devices are signed in`);
  await live(stage, devices, settings);
  tell(`${record.submitted.size} messages written; the network is mended`);
  await settle(stage, devices);
  tell('every device is quiet');
  const fresh = await startFresh(stage);
  const broken = await judge(devices, fresh, record);
  for (const device of [...devices, ...fresh]) await device.stop();
  return {
    broken,
    submitted: record.submitted.size,
    acknowledged: record.acknowledged.size,
    refused: record.refused.size,
    devices: devices.length,
  };
}
