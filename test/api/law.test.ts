import {
  pick,
  seededRandom,
  type ConversationId,
  type PersonId,
  type Random,
  type TransferId,
} from '@plaza/base';
import type { MethodInput, MethodName, Transfer } from '@plaza/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seenBy, type Seen } from '../../packages/client/src/testing/law.ts';
import { startCity, type TestCity } from './support/city.ts';
import { startDevice, type TestDevice } from './support/device.ts';
import { byPin, createPin, currency, expectSound, freeze, newKey, topUp } from './support/pay.ts';
import type { TestPerson } from './support/person.ts';
import { newClientId, text } from './support/talk.ts';

// The law of sync: whatever people do, a device that was told of it knows what a fresh one fetches.

let city: TestCity;
beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

type World = {
  random: Random;
  people: TestPerson[];
  rooms: ConversationId[];
  operator: TestPerson;
  /** Those that anybody has sent, settled or not. */
  transfers: TransferId[];
};
type Command = { [N in MethodName]: [N, MethodInput<N>] }[MethodName];

const chance = (random: Random, of: number) => random.int(of) === 0;

/** Something that `person` might do now; many of these are refused, which is as well. */
function commandsOf(world: World, person: TestPerson): Command[] {
  const { random, people, rooms } = world;
  const others = people.filter((other) => other !== person).map(({ me }) => me.personId);
  const other = pick(random, others);
  const word = `w${random.int(1000)}`;
  const yes = chance(random, 2);
  const group = { clientId: newClientId(), name: yes ? word : null, memberIds: [other] };
  return [
    ['chat.openDirect', { personId: other }],
    ['chat.createGroup', group],
    ['identity.updateProfile', { region: word }],
    ['identity.updateProfile', { displayName: word }],
    ['contacts.setPrivacy', { findableByHandle: true, findableByCode: yes }],
    ['contacts.update', { personId: other, remark: yes ? word : null, starred: yes }],
    ['contacts.sendRequest', { personId: other, reason: word, via: 'handle' }],
    ['contacts.sendRequest', { personId: other, reason: word, via: 'handle' }],
    [yes ? 'contacts.block' : 'contacts.unblock', { personId: other }],
    ['contacts.remove', { personId: other }],
    ...(rooms.length === 0 ? [] : inRoom(random, pick(random, rooms), other)),
    ...withMoney(world, other),
  ];
}

function withMoney({ random, transfers }: World, payeeId: PersonId): Command[] {
  const payment = { payeeId, amountMinor: 1 + random.int(400), currency, note: '' };
  const send = () =>
    ['pay.sendTransfer', { key: newKey(), ...payment, approval: byPin() }] as Command;
  const sends = Array.from({ length: 12 }, send);
  if (transfers.length === 0) return sends;
  const settle = () => {
    const method = chance(random, 3) ? 'pay.returnTransfer' : 'pay.acceptTransfer';
    return [method, { key: newKey(), transferId: pick(random, transfers) }] as Command;
  };
  return [...sends, ...Array.from({ length: 12 }, settle)];
}

/** The operator freezes somebody’s wallet for a while, or opens it, or gives them something. */
async function operate({ random, people, operator }: World): Promise<void> {
  const person = pick(random, people);
  const { wallets } = await person.must('pay.getWallet', {});
  const isOpen = wallets[0]?.state === 'open';
  if (isOpen && !chance(random, 4)) {
    return void (await topUp(operator, person, 1 + random.int(500)));
  }
  await freeze(operator, person, 'for a while', isOpen ? 'pay.freezeWallet' : 'pay.unfreezeWallet');
}

function inRoom(random: Random, conversationId: ConversationId, other: PersonId): Command[] {
  const yes = chance(random, 2);
  const word = `w${random.int(1000)}`;
  const seq = random.int(30);
  const send = () =>
    ['chat.sendMessage', { conversationId, clientId: newClientId(), message: text(word) }] as const;
  return [
    ...Array.from({ length: 12 }, () => [...send()] as Command),
    ['chat.markRead', { conversationId, seq }],
    ['chat.markRead', { conversationId, seq: 1000 }],
    ['chat.setInbox', { conversationId, pinned: yes }],
    ['chat.setInbox', { conversationId, muted: yes, markedUnread: !yes }],
    ['chat.setInbox', { conversationId, hidden: yes }],
    ['chat.saveDraft', { conversationId, text: yes ? word : '' }],
    ['chat.clearHistory', { conversationId, seq: Math.floor(seq / 3) }],
    ['chat.addMembers', { conversationId, memberIds: [other] }],
    ['chat.addMembers', { conversationId, memberIds: [other] }],
    ['chat.removeMember', { conversationId, memberId: other }],
    ['chat.leaveGroup', { conversationId }],
    ['chat.renameGroup', { conversationId, name: word }],
    ...toMessages(random, conversationId),
    ...toGroup(random, conversationId, other),
  ];
}

/** What changes messages that are there already, some of which somebody has taken away. */
function toMessages(random: Random, conversationId: ConversationId): Command[] {
  const word = `w${random.int(1000)}`;
  const at = () => ({ conversationId, seq: 1 + random.int(60) });
  const poll = {
    type: 'poll',
    ...{ question: word, options: ['A', 'B'], multiple: chance(random, 2) },
    anonymous: chance(random, 2),
  } as const;
  const answer = { ...text(word), replyTo: 1 + random.int(60) };
  const sent = [poll, answer].map((message): Command => {
    return ['chat.sendMessage', { conversationId, clientId: newClientId(), message }];
  });
  const emoji = () => (chance(random, 4) ? null : pick(random, ['👍', '🎂', '🦄']));
  const options = () => (chance(random, 3) ? [] : [random.int(2)]);
  return [
    ...sent,
    ['chat.recallMessage', at()],
    ['chat.recallMessage', at()],
    ['chat.editMessage', { ...at(), text: word, clientId: newClientId() }],
    ['chat.editMessage', { ...at(), text: word, clientId: newClientId() }],
    ['chat.setReaction', { ...at(), emoji: emoji() }],
    ['chat.setReaction', { ...at(), emoji: emoji() }],
    ['chat.votePoll', { ...at(), options: options() }],
    ['chat.votePoll', { ...at(), options: options() }],
    ['chat.closePoll', at()],
    ['chat.hideMessages', { conversationId, seqs: [1 + random.int(60)] }],
    ['chat.setTimer', { conversationId, seconds: chance(random, 2) ? 3_600 : null }],
  ];
}

/** What leaders do, when somebody who is none does not try it. */
function toGroup(random: Random, conversationId: ConversationId, other: PersonId): Command[] {
  const yes = chance(random, 2);
  const word = `w${random.int(1000)}`;
  return [
    ['chat.setAdmins', { conversationId, adminIds: yes ? [other] : [] }],
    ['chat.transferOwnership', { conversationId, memberId: other }],
    ['chat.setGroup', { conversationId, ...(yes ? { muteAll: yes } : { joinApproval: !yes }) }],
    ['chat.setGroup', { conversationId, muteAll: false, joinApproval: false }],
    ['chat.announce', { conversationId, text: yes ? word : '' }],
    ['chat.readAnnouncement', { conversationId, seq: 1 + random.int(60) }],
    ['chat.setNickname', { conversationId, nickname: yes ? word : '' }],
    ['chat.setInbox', { conversationId, archived: yes, notify: pick(random, notices) }],
    ...(chance(random, 10) ? [['chat.dissolveGroup', { conversationId }] as Command] : []),
  ];
}

const notices = ['all', 'mentions', 'nothing'] as const;

async function act(world: World): Promise<void> {
  const { random, people, rooms } = world;
  const person = pick(random, people);
  const [method, input] = pick(random, commandsOf(world, person));
  const result = await person.call(method, input as never);
  if (!result.ok && result.error === 'internal') throw new Error(`${method} failed`);
  const head = result.ok && 'head' in result.output ? result.output.head : null;
  if (head !== null && typeof head === 'object') {
    const { conversationId } = head.conversation;
    if (!rooms.includes(conversationId)) rooms.push(conversationId);
  }
  if (result.ok && 'transfer' in result.output) {
    world.transfers.push(result.output.transfer.transferId);
  }
  if (chance(random, 3)) await answerRequests(world, pick(random, people));
}

async function answerRequests({ random }: World, person: TestPerson): Promise<void> {
  const { requests } = await person.must('contacts.listRequests', {});
  for (const { requestId, direction, state } of requests) {
    if (direction !== 'incoming' || state !== 'pending') continue;
    await person.call('contacts.answerRequest', { requestId, accept: !chance(random, 5) });
  }
}

/** Four people who know each other, and two rooms to begin with. */
async function createWorld(seed: number): Promise<World> {
  const people = [];
  for (const name of ['Ana', 'Wei', 'Eve', 'Kim']) people.push(await city.signUp(name));
  const { contacts } = city.composed.modules;
  for (const [index, one] of people.entries()) {
    for (const other of people.slice(index + 1)) {
      await contacts.befriend(one.me.personId, other.me.personId);
    }
  }
  const operator = await city.operator();
  for (const person of people) {
    await createPin(person);
    await topUp(operator, person, 1_000);
  }
  const random = seededRandom(seed);
  const world: World = { random, people, rooms: [], operator, transfers: [] };
  const [ana, ...others] = people as [TestPerson, ...TestPerson[]];
  const memberIds = others.map(({ me }) => me.personId);
  const group = { clientId: newClientId(), name: 'All', memberIds };
  const made = await ana.must('chat.createGroup', group);
  const direct = await ana.must('chat.openDirect', { personId: memberIds[0] as PersonId });
  world.rooms.push(made.head.conversation.conversationId, direct.head.conversation.conversationId);
  return world;
}

/** A device away from the net for a while, and back with what it remembered. */
async function goAway(person: TestPerson, device: TestDevice, run: () => Promise<void>) {
  await device.client.stop();
  await run();
  return startDevice(person, device.store);
}

/**
 * What is seen, with ids in the place of cards, except those of contacts: of others' new names a
 * device hears when it next fetches something of theirs.
 */
async function see({ client }: TestDevice): Promise<Seen> {
  const { personal, ...seen } = await seenBy(client);
  const { contacts, ...own } = personal as { contacts: unknown };
  const bare = JSON.parse(
    JSON.stringify({ ...seen, personal: own }, (_, value: unknown) =>
      typeof value === 'object' && value !== null && 'handle' in value && !('role' in value)
        ? (value as { personId?: unknown }).personId
        : value,
    ),
  ) as Seen;
  return { ...bare, personal: { ...(bare.personal as object), contacts } };
}

async function freshOf(person: TestPerson): Promise<Seen> {
  const device = await startDevice(person);
  const { client } = device;
  try {
    return await see(device);
  } finally {
    await client.stop();
  }
}

/** What a device shows when nothing is on its way any more. */
async function settled(device: TestDevice, expected: Seen): Promise<Seen> {
  for (let tries = 0; ; tries += 1) {
    const seen = await see(device);
    if (tries === 20 || JSON.stringify(seen) === JSON.stringify(expected)) return seen;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

type Compared = { who: string; seen: unknown; expected: unknown };

/** What a device knows of money; cards of people left out, as above. */
async function moneySeen({ client }: TestDevice, person: TestPerson) {
  const { wallets, approval, transfers } = client.getState();
  const { wallets: now, approval: means } = await person.must('pay.getWallet', {});
  const transferIds = [...transfers.keys()].slice(-50);
  const asked = transferIds.length === 0 ? null : { transferIds };
  const answer = asked === null ? null : await person.must('pay.getTransfers', asked);
  const standing = ({ transferId, state, settledAt }: Transfer) => [transferId, state, settledAt];
  const known = transferIds.map((id) => transfers.get(id)).filter((each) => each !== undefined);
  return {
    // What was dropped with a snapshot is asked for when somebody looks at it.
    seen: [...wallets.values(), approval, known.map(standing)],
    expected: [
      ...(wallets.size === 0 ? [] : now),
      approval === null ? null : means,
      transferIds
        .map((id) => answer?.transfers.find(({ transferId }) => transferId === id))
        .filter((each) => each !== undefined)
        .map(standing),
    ],
  };
}

/** The same, once nothing is on its way any more. */
async function settledMoney(device: TestDevice, person: TestPerson) {
  for (let tries = 0; ; tries += 1) {
    const { seen, expected } = await moneySeen(device, person);
    const isSame = JSON.stringify(seen) === JSON.stringify(expected);
    if (tries === 20 || isSame) return { who: `money of ${person.me.handle}`, seen, expected };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Lets them live for a while, and gives what each device shows beside what a fresh one does. */
async function live(seed: number, steps: number): Promise<Compared[]> {
  const world = await createWorld(seed);
  const { random, people } = world;
  const devices = await Promise.all(people.map((person) => startDevice(person)));
  for (const [index, person] of people.entries()) {
    await devices[index]?.client.commands.takeWallets(await person.must('pay.getWallet', {}));
  }
  const ana = people[0] as TestPerson;
  let traveller = await startDevice(ana);
  const run = async (count: number) => {
    for (let step = 0; step < count; step += 1) {
      await Promise.all(Array.from({ length: 1 + random.int(3) }, () => act(world)));
      if (chance(random, 4)) await operate(world);
    }
  };
  for (let part = 0; part < 3; part += 1) {
    await run(steps);
    traveller = await goAway(ana, traveller, () => run(steps));
  }
  await city.settle();
  const compared: Compared[] = [];
  for (const [index, person] of people.entries()) {
    const expected = await freshOf(person);
    const known = [devices[index] as TestDevice, ...(index === 0 ? [traveller] : [])];
    for (const device of known) {
      const seen = await settled(device, expected);
      compared.push({ who: `seed ${seed}, ${person.me.handle}`, seen, expected });
      compared.push(await settledMoney(device, person));
      await device.client.stop();
    }
  }
  // Money that nobody ever sends proves little.
  expect(world.transfers.length).toBeGreaterThan(5);
  await expectSound(...people);
  return compared;
}

describe('the law of sync', () => {
  const seeds = (process.env['PLAZA_LAW_SEEDS'] ?? '1,2').split(',').map(Number);
  it.each(seeds)(
    'holds for people who do this and that (seed %i)',
    async (seed) => {
      const compared = await live(seed, 12);
      expect(compared).toHaveLength(10);
      for (const { who, seen, expected } of compared) expect(seen, who).toEqual(expected);
    },
    120_000,
  );
});
