import type { PacketId, PersonId } from '@plaza/base';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ledgerIdOf } from './ids.ts';
import type { Packets } from './service.ts';
import { dayMs, must, openTestPackets, type TestPackets } from './testing.ts';

// Ten thousand thumbs on one red packet in the same moment, on two processes: a crowd of 250 of
// whom each taps forty times. With as many people, each of whom taps once, the bench does the same.

const shareCount = 100;
const amountMinor = 12_345;
const taps = 40;
const timeout = 120_000;

let city: TestPackets;
let processes: readonly [Packets, Packets];
let people: PersonId[];
let packetId: PacketId;

beforeAll(async () => {
  city = await openTestPackets('postgres');
  processes = [city.packets, city.anotherPackets()];
}, timeout);
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city[Symbol.asyncDispose]();
});

async function sendToCrowd(): Promise<void> {
  const [conversationId, everybody] = await city.group(250, 100_000);
  people = everybody;
  const split = { count: shareCount, amountMinor, approval: null };
  ({ packetId } = must(await city.send(people[0] as PersonId, conversationId, split)));
}

/** Everybody taps so often, now here, now there; gives what each of them heard. */
async function grab(of: readonly PersonId[], times: number): Promise<Map<PersonId, unknown[]>> {
  const all = Array.from({ length: times }, (_, tap) =>
    of.map(async (personId) => {
      const opened = await processes[tap % 2 === 0 ? 0 : 1].open(personId, packetId);
      const heard = opened.ok ? opened.value.mine?.money.amountMinor : opened.reason;
      return [personId, heard] as const;
    }),
  );
  const heard = new Map<PersonId, unknown[]>();
  for (const [personId, one] of await Promise.all(all.flat())) {
    heard.set(personId, [...(heard.get(personId) ?? []), one]);
  }
  return heard;
}

async function expectEmpty(): Promise<void> {
  const [account] = await city.ledger.lookupAccounts([ledgerIdOf(packetId, 'account')]);
  const whole = { credits_posted: BigInt(amountMinor), debits_posted: BigInt(amountMinor) };
  expect(account).toMatchObject({ ...whole, debits_pending: 0n, credits_pending: 0n });
}

it('ten thousand grabs give a hundred shares to a hundred people', { timeout }, async () => {
  await sendToCrowd();
  const heard = await grab(people, taps);
  expect([...heard.values()].flat()).toHaveLength(10_000);
  // One answer for each, however often they tapped and wherever.
  for (const answers of heard.values()) expect(new Set(answers).size).toBe(1);
  const firsts = [...heard.values()].map(([first]) => first);
  const shares = firsts.filter((first) => typeof first === 'number');
  expect(shares).toHaveLength(shareCount);
  expect(Math.min(...shares)).toBeGreaterThanOrEqual(1);
  expect(shares.reduce((sum, one) => sum + one, 0)).toBe(amountMinor);
  expect(firsts.filter((first) => first === 'packet_gone')).toHaveLength(150);
  await city.settle();
  await expectEmpty();
  const { packet, takers } = await city.detail(people[0] as PersonId, packetId);
  expect(packet).toMatchObject({ state: 'taken', takenCount: shareCount });
  for (const { person, money } of takers) {
    expect(heard.get(person.personId)?.[0]).toBe(money.amountMinor);
    if (person.personId !== people[0]) {
      expect(await city.addsUp(person.personId)).toBe(money.amountMinor);
    }
  }
});

it('… and none once time is up, but to whom a share belongs already', { timeout }, async () => {
  await sendToCrowd();
  const early = people.slice(0, 60);
  const got = await grab(early, 1);
  city.skip(dayMs + 1);
  const late = grab(people, 8);
  const swept = city.pay.settle();
  const heard = await late;
  await swept;
  await city.settle();
  for (const [personId, answers] of heard) {
    expect(new Set(answers)).toEqual(new Set(got.get(personId) ?? ['packet_over']));
  }
  await expectEmpty();
  const { takers, returned } = await city.detail(people[0] as PersonId, packetId);
  expect(takers).toHaveLength(60);
  const taken = takers.reduce((sum, { money }) => sum + money.amountMinor, 0);
  expect(taken + (returned?.amountMinor ?? 0)).toBe(amountMinor);
});
