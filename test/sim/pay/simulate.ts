import {
  createIds,
  secureRandom,
  seededRandom,
  systemClock,
  type PersonId,
  type Random,
} from '@plaza/base';
import { pauseMs } from '../../support/pause.ts';
import { openPayCity, type PayCity } from './city.ts';
import { planFaults, strike } from './faults.ts';
import { gather, type Shown } from './gather.ts';
import { judge } from './laws.ts';
import { judgeLedger, readLedger } from './ledger-laws.ts';
import { isOf, newRecord, type Issuing, type Record } from './record.ts';
import { askUntilTold, createTeller, pin, type Teller } from './teller.ts';
import { step } from './walk.ts';

export type Settings = { seed: number; seconds: number; people: number };
export type Report = {
  broken: string[];
  /** Transfers that were asked for, and those of them that took place. */
  sent: number;
  done: number;
  settled: number;
  /** Answers that came only after somebody had asked again. */
  repeated: number;
  faults: number;
  strikes: number;
};

const startMinor = 100_000;
const newId = createIds(systemClock, secureRandom);
const settleWithinMs = 90_000;
const dayAndHourMs = 25 * 3_600_000;
const threeHoursMs = 3 * 3_600_000;

type Stage = { city: PayCity; teller: Teller; record: Record; settings: Settings };

/** Dice of their own for everybody and every step: what one person meets moves nobody else’s. */
function dice({ seed }: Settings, ...places: number[]): Random {
  let mixed = seed | 0;
  for (const place of places) mixed = (Math.imul(mixed ^ place, 0x9e37_79b1) + 0x7f4a_7c15) | 0;
  return seededRandom(mixed);
}

/** Everybody gets a PIN and some money. */
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
  }
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

type Life = { strikes: number; isOver(): boolean };

/** On a machine that is slow today a life is longer, so that as much happens in it. */
function beginLife({ record, settings }: Stage): Life {
  const startMs = Date.now();
  const lifeMs = settings.seconds * 1000;
  const life = { strikes: 0, isOver };
  function isOver(): boolean {
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
  for (const { afterMs, ...fault } of planFaults(dice(settings, 1), settings.seconds)) {
    await pauseMs(afterMs);
    if (life.isOver()) break;
    say(JSON.stringify(fault));
    await strike(city, fault);
    await mend(stage);
    life.strikes += 1;
  }
}

/** Everybody lives for a while, and meanwhile things break. */
async function live(stage: Stage, say: (line: string) => void): Promise<number> {
  const { city, teller, record, settings } = stage;
  const life = beginLife(stage);
  const { isOver } = life;
  const lives = city.people.map(async (personId, index) => {
    for (let n = 0; !isOver(); n += 1) {
      const random = dice(settings, 2, index, n);
      await pauseMs(random.int(250));
      await step({ city, teller, record, personId, random, isOver });
    }
  });
  await Promise.all([sufferFaults(stage, life, say), ...lives]);
  return life.strikes;
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

const isAnyArriving = ({ transfers }: Shown) =>
  [...transfers.values()].some(({ byPayer }) => byPayer.state === 'arriving');

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
  const strikes = await live(stage, tell);
  tell(`${record.asked.length} commands were given; everything is mended`);
  await askForAnswers(stage);
  const broken = await judgeSettled(stage, () => true);
  tell('settled; what was agreed to arrives');
  await Promise.all(city.servers.map((server) => server.travel(threeHoursMs)));
  broken.push(...(await judgeSettled(stage, (_, shown) => !isAnyArriving(shown))));
  tell('a day passes');
  await Promise.all(city.servers.map((server) => server.travel(dayAndHourMs)));
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
    strikes,
  };
}
