import {
  createIds,
  secureRandom,
  seededRandom,
  systemClock,
  type ClientId,
  type PayKey,
  type PersonId,
  type Random,
} from '@plaza/base';
import { pauseMs } from '../../support/pause.ts';
import { openPayCity, type PayCity } from './city.ts';
import { planFaults, strike } from './faults.ts';
import { gather, type Shown } from './gather.ts';
import { judge } from './laws.ts';
import { judgeLedger, readLedger } from './ledger-laws.ts';
import { isOf, newRecord, type Freezing, type Issuing, type Record, type Shop } from './record.ts';
import { askUntilTold, createTeller, pin, type Teller } from './teller.ts';
import { step } from './walk.ts';

export type Settings = {
  seed: number;
  /** How long it lasts at least; with `steps`, as long as it takes. */
  seconds: number;
  people: number;
  /** So many things people set out to do, in all; null: as many as the time lets them. */
  steps: number | null;
};
export type Report = {
  broken: string[];
  /** Transfers that were asked for, and those of them that took place. */
  sent: number;
  done: number;
  settled: number;
  /** Calls about packets, shops, deposits and vouchers that took place, by method. */
  calls: { [name: string]: number };
  steps: number;
  /** Answers that came only after somebody had asked again. */
  repeated: number;
  faults: number;
  strikes: number;
};

const startMinor = 100_000;
const newId = createIds(systemClock, secureRandom);
const settleWithinMs = 90_000;
const dayAndHourMs = 25 * 3_600_000;
/** Longer than any deposit. */
const monthMs = 31 * 24 * 3_600_000;
const groupCount = 4;
const shopCount = 3;
const threeHoursMs = 3 * 3_600_000;

type Stage = { city: PayCity; teller: Teller; record: Record; settings: Settings };

/** Dice of their own for everybody and every step: what one person meets moves nobody else’s. */
function dice({ seed }: Settings, ...places: number[]): Random {
  let mixed = seed | 0;
  for (const place of places) mixed = (Math.imul(mixed ^ place, 0x9e37_79b1) + 0x7f4a_7c15) | 0;
  return seededRandom(mixed);
}

/** Everybody gets a PIN, some money, and codes to show at a till. */
async function equip({ city, teller, record }: Stage): Promise<void> {
  const untilMs = Date.now() + settleWithinMs;
  const isOver = () => Date.now() >= untilMs;
  for (const personId of city.people) {
    const made = await teller.call(personId, 0, 'pay.createPin', { pin, currentPassword: null });
    if (!made.ok) throw new Error(`no PIN: ${made.error}`);
    const of = { personId, amountMinor: startMinor, told: { as: 'unknown' } as const };
    const issuing: Issuing = { kind: 'topUp', key: newId(), ...of };
    record.asked.push(issuing);
    const told = await askUntilTold(teller, issuing, { record, node: 1, isOver });
    if (told.as !== 'done') throw new Error(`no money: ${JSON.stringify(told)}`);
    await teller.read(personId, 'codes.enable', { approval: { kind: 'pin', pin } });
  }
  for (const ownerId of city.people.slice(0, groupCount)) {
    const memberIds = [...(city.contactsOf.get(ownerId) ?? [])];
    if (memberIds.length === 0) continue;
    const asked = { clientId: newId<ClientId>(), name: 'Us', memberIds };
    const { head } = await teller.read(ownerId, 'chat.createGroup', asked);
    const { conversationId } = head.conversation;
    record.groups.push({ conversationId, members: [ownerId, ...memberIds] });
  }
  for (const ownerId of city.people.slice(0, shopCount)) {
    record.shops.push(await openShop(teller, ownerId));
  }
}

async function openShop(teller: Teller, ownerId: PersonId): Promise<Shop> {
  const asked = { key: newId<PayKey>(), name: 'Café Sol', category: 'food' } as const;
  const { merchant } = (await teller.read(ownerId, 'merchants.open', asked)).merchant;
  const { merchantId, mchid } = merchant;
  const made = await teller.read(ownerId, 'payv3.addKey', { merchantId, publicKey: null });
  await teller.read(ownerId, 'payv3.renewSecret', { merchantId });
  const { app } = await teller.read(ownerId, 'payv3.addApp', { merchantId, name: 'Web shop' });
  const { serial } = made.key;
  const { privateKey } = made;
  if (privateKey === null) throw new Error('no private key came');
  return { ownerId, merchantId, mchid, appid: app.appid, serial, privateKey };
}

/** A server may be killed, but it must not end because something around it did. */
async function mend({ city, record }: Stage): Promise<void> {
  for (const server of city.servers) {
    if (server.isRunning()) continue;
    record.broken.push(`a server ended by itself:\n${server.output().slice(-2_000)}`);
    await server.restart();
  }
}

/** What a life must hold at least, and how much longer it may be for it. */
const secondsPerStrike = 5;
const sentPerSecond = 3;
const longestLife = 4;

type Life = { strikes: number; steps: number; isOver(): boolean };

/** On a machine that is slow today a life is longer, so that as much happens in it. */
function beginLife({ record, settings }: Stage): Life {
  const startMs = Date.now();
  const lifeMs = settings.seconds * 1000;
  const life = { strikes: 0, steps: 0, isOver };
  function isOver(): boolean {
    if (settings.steps !== null) return life.steps >= settings.steps;
    const livedMs = Date.now() - startMs;
    if (livedMs < lifeMs) return false;
    const sent = record.asked.filter(isOf('send')).length;
    const isFull =
      life.strikes >= settings.seconds / secondsPerStrike &&
      sent >= settings.seconds * sentPerSecond;
    return isFull || livedMs >= longestLife * lifeMs;
  }
  return life;
}

async function sufferFaults(stage: Stage, life: Life, say: (line: string) => void): Promise<void> {
  const { settings, city } = stage;
  const plan = planFaults(dice(settings, 1), settings.seconds);
  for (let n = 0; ; n += 1) {
    const planned = plan[n % plan.length];
    if (planned === undefined || (n >= plan.length && settings.steps === null)) break;
    const { afterMs, ...fault } = planned;
    await pauseMs(afterMs);
    if (life.isOver()) break;
    say(`after ${life.steps} steps ${JSON.stringify(fault)}`);
    await strike(city, fault);
    await mend(stage);
    life.strikes += 1;
  }
}

/** Everybody lives for a while, and meanwhile things break. */
async function live(stage: Stage, say: (line: string) => void): Promise<Life> {
  const { city, teller, record, settings } = stage;
  const life = beginLife(stage);
  const { isOver } = life;
  const lives = city.people.map(async (personId, index) => {
    for (let n = 0; !isOver(); n += 1) {
      const random = dice(settings, 2, index, n);
      await pauseMs(random.int(250));
      life.steps += 1;
      await step({ city, teller, record, personId, random, isOver });
    }
  });
  await Promise.all([sufferFaults(stage, life, say), ...lives]);
  return life;
}

/** Everything is mended: whoever has no answer yet asks until there is one. */
async function askForAnswers({ city, teller, record }: Stage): Promise<void> {
  const untilMs = Date.now() + settleWithinMs;
  const isOver = () => Date.now() >= untilMs;
  const askOf = async (of: PersonId) => {
    for (const asked of record.asked) {
      if (asked.personId !== of || asked.told.as !== 'unknown') continue;
      await askUntilTold(teller, asked, { record, node: 0, isOver });
    }
  };
  await Promise.all(city.people.map(askOf));
}

/** Whoever was left frozen is let go: what waits for a frozen wallet would wait for ever. */
async function unfreezeAll({ city, teller, record }: Stage): Promise<void> {
  const untilMs = Date.now() + settleWithinMs;
  const isOver = () => Date.now() >= untilMs;
  for (const personId of city.people) {
    const { wallets } = await teller.read(personId, 'pay.getWallet', {});
    if (wallets[0]?.state !== 'frozen') continue;
    const told = { as: 'unknown' } as const;
    const asked: Freezing = { kind: 'unfreeze', key: newId(), personId, told };
    record.asked.push(asked);
    await askUntilTold(teller, asked, { record, node: 0, isOver });
  }
}

const isAnyArriving = ({ transfers }: Shown) =>
  [...transfers.values()].some(({ byPayer }) => byPayer.state === 'arriving');

/** But for deposits, which are kept for a month. */
const isEverythingBack = ({ transfers, packets, shops }: Shown) =>
  [...transfers.values()].every(({ byPayer }) => byPayer.state !== 'waiting') &&
  [...packets.values()].every(({ packet }) => packet.state !== 'open') &&
  [...shops.values()].every(({ heldMinor }) => heldMinor === 0);

/** Judges again and again until nothing is wrong, or it is clear that it stays wrong. */
async function judgeSettled(
  stage: Stage,
  isGood: (held: number, shown: Shown) => boolean,
): Promise<string[]> {
  const untilMs = Date.now() + settleWithinMs;
  for (;;) {
    const shown = await gather(stage);
    const broken = judge(shown, stage.record);
    broken.push(...judgeLedger(await readLedger(stage.city.database), shown));
    const held = [...shown.purses.values()].reduce((sum, { wallet }) => sum + wallet.heldMinor, 0);
    if (!isGood(held, shown)) broken.push(`${held} is still held`);
    if (broken.length === 0 || Date.now() > untilMs) return broken;
    await pauseMs(500);
  }
}

function countCalls({ asked }: Record): Report['calls'] {
  const calls: Report['calls'] = {};
  for (const one of asked) {
    if (one.kind !== 'call' || one.told.as !== 'done') continue;
    calls[one.name] = (calls[one.name] ?? 0) + 1;
  }
  return calls;
}

/** Runs a city of people who pay while everything around them breaks, and judges what is left. */
export async function simulatePay(
  settings: Settings,
  say: (line: string) => void,
): Promise<Report> {
  const startMs = Date.now();
  const tell = (line: string) => say(`${((Date.now() - startMs) / 1000).toFixed(1)} s: ${line}`);
  tell(`seed ${settings.seed}, ${settings.people} people, ${settings.seconds} s of life`);
  await using city = await openPayCity(settings.people, dice(settings, 0));
  const record = newRecord();
  const stage: Stage = { city, record, settings, teller: createTeller(city, record) };
  await equip(stage);
  tell('everybody has a PIN and money; two servers are open');
  const { strikes, steps } = await live(stage, tell);
  tell(`${record.asked.length} commands were given; everything is mended`);
  await askForAnswers(stage);
  await unfreezeAll(stage);
  const broken = await judgeSettled(stage, () => true);
  tell('settled; what was agreed to arrives');
  await Promise.all(city.servers.map((server) => server.travel(threeHoursMs)));
  broken.push(...(await judgeSettled(stage, (_, shown) => !isAnyArriving(shown))));
  tell('a day passes');
  await Promise.all(city.servers.map((server) => server.travel(dayAndHourMs)));
  broken.push(...(await judgeSettled(stage, (_, shown) => isEverythingBack(shown))));
  tell('a month passes');
  await Promise.all(city.servers.map((server) => server.travel(monthMs)));
  broken.push(...(await judgeSettled(stage, (held) => held === 0)));
  const sendings = record.asked.filter(isOf('send'));
  const settlings = record.asked.filter(isOf('accept', 'return', 'cancel'));
  const isDone = ({ told }: { told: { as: string } }) => told.as === 'done';
  return {
    broken: [...record.broken, ...broken],
    sent: sendings.length,
    done: sendings.filter(isDone).length,
    settled: settlings.filter(isDone).length,
    repeated: record.repeated,
    faults: record.faults,
    ...{ strikes, steps, calls: countCalls(record) },
  };
}
