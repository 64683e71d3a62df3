import { seededRandom, type PersonId, type Random } from '@plaza/base';
import { createHttp } from '@plaza/client';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createNetwork, type Network } from './chaos.ts';
import { openCity, type SimCity } from './city.ts';
import { newRecord, startDevice, type Record, type SimDevice } from './device.ts';
import { judge, type Broken } from './laws.ts';
import { step } from './walk.ts';

export type Settings = { seed: number; seconds: number; people: number };
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

const pauseMs = (ms: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, ms);
  });

/** The secret of a new session of a person. */
export async function signIn(city: SimCity, personId: PersonId): Promise<string> {
  const { call } = createHttp({ baseUrl: city.server.origin, fetch });
  const device = { name: 'Sim', kind: 'program' } as const;
  const result = await call('identity.signInDemo', { personId, device, delivery: 'token' });
  if (!result.ok || result.output.token === undefined) throw new Error(JSON.stringify(result));
  return result.output.token;
}

type Stage = { city: SimCity; network: Network; record: Record; random: Random };

async function startDevices({ city, network, record, random }: Stage): Promise<SimDevice[]> {
  const { origin } = city.server;
  const devices: SimDevice[] = [];
  for (const personId of city.people) {
    const count = random.int(4) === 0 ? 2 : 1;
    for (let n = 0; n < count; n += 1) {
      const token = await signIn(city, personId);
      devices.push(await startDevice({ origin, network, personId, token, record }));
    }
  }
  return devices;
}

/** Ends PostgreSQL as a power cut does; the app goes with it or dies first. */
async function killDatabase({ dataDir }: SimCity): Promise<void> {
  const text = await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  if (pid > 1) process.kill(pid, 'SIGKILL');
}

async function crash(city: SimCity, withDatabase: boolean): Promise<void> {
  await city.server.kill();
  if (withDatabase) await killDatabase(city);
  await city.server.restart();
}

/** People live for a while; a third into it the server dies, at two thirds its database too. */
async function live(stage: Stage, devices: SimDevice[], settings: Settings): Promise<void> {
  const { city, record, random } = stage;
  const { contactsOf } = city;
  const startMs = Date.now();
  const lifeMs = settings.seconds * 1000;
  const crashes = [
    { atMs: lifeMs / 3, withDatabase: false },
    { atMs: (lifeMs * 2) / 3, withDatabase: true },
  ];
  let crashing: Promise<void> | null = null;
  const isOver = () => {
    const livedMs = Date.now() - startMs;
    // On a machine that is slow today a life is longer, so that as much is said in it.
    const isFull = record.submitted.size >= settings.seconds * messagesPerSecond;
    return livedMs >= lifeMs && (isFull || livedMs >= longestLife * lifeMs);
  };
  while (!isOver()) {
    const next = crashes[0];
    if (next !== undefined && Date.now() - startMs > next.atMs) {
      crashes.shift();
      await crashing;
      crashing = crash(city, next.withDatabase);
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
async function waitingEffects({ server }: SimCity): Promise<number> {
  const text = await (await fetch(`${server.origin}/metrics`)).text();
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
    fresh.push(await startDevice({ origin, network, personId, token, record: newRecord() }));
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
  tell(`seed ${settings.seed}, ${settings.people} people, ${settings.seconds} s of life`);
  await using city = await openCity({ people: settings.people, random });
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
