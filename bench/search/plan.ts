import {
  formatUuid,
  seededRandom,
  type ConversationId,
  type PersonId,
  type Random,
} from '@plaza/base';

// Who talks with whom, and how much: 300 conversations for everybody, two thirds of them with one
// other person; a few groups in which very much is said, many in which little is.

export type Talk = {
  conversationId: ConversationId;
  kind: 'direct' | 'group';
  /** Numbers of people. */
  members: readonly number[];
  /** How many messages are in it. */
  count: number;
};

export type Plan = {
  people: readonly PersonId[];
  talks: readonly Talk[];
  /** The talks of each person. */
  talksOf: readonly (readonly number[])[];
  messages: number;
};

const directsEach = 200;
const groupsEach = 100;
const groupShare = 0.6;

export const idOf = <Id extends string>(random: Random) => formatUuid(random.bytes(16), 8) as Id;

function directs(people: number): number[][] {
  const pairs: number[][] = [];
  for (let one = 0; one < people; one += 1) {
    for (let step = 1; step <= directsEach / 2; step += 1) pairs.push([one, (one + step) % people]);
  }
  return pairs;
}

function shuffled(count: number, random: Random): number[] {
  const list = Array.from({ length: count }, (_, n) => n);
  for (let n = count - 1; n > 0; n -= 1) {
    const other = random.int(n + 1);
    [list[n], list[other]] = [list[other] as number, list[n] as number];
  }
  return list;
}

/** Everybody is in a hundred groups of 3 to 200 people. */
function groups(people: number, random: Random): number[][] {
  const slots = Array.from({ length: groupsEach }, () => shuffled(people, random)).flat();
  const made: number[][] = [];
  for (let at = 0; at < slots.length;) {
    const size = Math.min(200, Math.floor(3 / (1 - random.float()) ** 0.9));
    made.push([...new Set(slots.slice(at, at + size))]);
    at += size;
  }
  return made;
}

/** Shares out messages: the n-th liveliest talk has about 1/n^0.8 of the first. */
function shareOut(count: number, messages: number, random: Random): number[] {
  const order = shuffled(count, random);
  const weights = order.map((rank) => (rank + 10) ** -0.8);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => Math.max(1, Math.round((weight / total) * messages)));
}

export function planCity(options: { people: number; messages: number; seed: number }): Plan {
  const random = seededRandom(options.seed);
  const people = Array.from({ length: options.people }, () => idOf<PersonId>(random));
  const talks = [
    { kind: 'direct' as const, all: directs(options.people), share: 1 - groupShare },
    { kind: 'group' as const, all: groups(options.people, random), share: groupShare },
  ].flatMap(({ kind, all, share }) => {
    const counts = shareOut(all.length, options.messages * share, random);
    return all.map((members, n) => ({
      ...{ conversationId: idOf<ConversationId>(random), kind, members },
      count: counts[n] as number,
    }));
  });
  const talksOf = people.map((): number[] => []);
  for (const [index, { members }] of talks.entries()) {
    for (const member of members) talksOf[member]?.push(index);
  }
  const messages = talks.reduce((sum, { count }) => sum + count, 0);
  return { people, talks, talksOf, messages };
}
