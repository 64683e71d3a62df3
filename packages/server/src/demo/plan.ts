import { pick, seededRandom, type Random } from '@plaza/base';
import { cityResidents, type Resident } from './people.ts';
import { planMoney, type MoneyPlan } from './plan-money.ts';
import { groupTalk, pairTalk, requestReasons } from './talk.ts';

/** A line of a conversation: who says it, and how many minutes before the city opens. */
export type PlannedLine = { by: number; text: string; minutesAgo: number };
export type PlannedConversation = {
  /** Indexes of residents; the first one starts it. */
  members: readonly number[];
  /** The name of a group; null for two people. */
  name: string | null;
  lines: readonly PlannedLine[];
};
export type CityPlan = {
  residents: readonly Resident[];
  /** Pairs who are contacts, each pair once, the lower index first. */
  contacts: readonly (readonly [number, number])[];
  /** Requests that wait. */
  requests: readonly { from: number; to: number; reason: string }[];
  conversations: readonly PlannedConversation[];
  money: MoneyPlan;
};

const dayMinutes = 24 * 60;

function shuffled(random: Random, count: number): number[] {
  const list = Array.from({ length: count }, (_, index) => index);
  for (let i = count - 1; i > 0; i -= 1) {
    const j = random.int(i + 1);
    [list[i], list[j]] = [list[j] as number, list[i] as number];
  }
  return list;
}

/** Says an exchange in order, with pauses of one to five minutes, ending `endMinutesAgo`. */
function spoken(
  random: Random,
  said: readonly (readonly [number, string])[],
  members: readonly number[],
  endMinutesAgo: number,
): PlannedLine[] {
  let minutesAgo = endMinutesAgo;
  const backwards = said.toReversed().map(([speaker, text]) => {
    const line = { by: members[speaker % members.length] as number, text, minutesAgo };
    minutesAgo += 1 + random.int(5);
    return line;
  });
  return backwards.toReversed();
}

type Draft = { contacts: Map<string, readonly [number, number]>; talks: PlannedConversation[] };

function acquaint(draft: Draft, one: number, other: number): void {
  const pair = [Math.min(one, other), Math.max(one, other)] as const;
  if (one !== other) draft.contacts.set(pair.join(), pair);
}

/** Everybody talks with a few others of their language, and with one or two of another. */
function planPairs(random: Random, draft: Draft, residents: readonly Resident[]): void {
  residents.forEach((resident, one) => {
    const others = shuffled(random, residents.length).filter((other) => other !== one);
    const same = others.filter((other) => residents[other]?.language === resident.language);
    const foreign = others.filter((other) => residents[other]?.language !== resident.language);
    for (const other of [...same.slice(0, 2), ...foreign.slice(0, 1)]) {
      if (draft.contacts.has([Math.min(one, other), Math.max(one, other)].join())) continue;
      acquaint(draft, one, other);
      const members = [one, other];
      const first = pick(random, pairTalk[resident.language]);
      const second = pick(
        random,
        pairTalk[resident.language].filter((each) => each !== first),
      );
      const recentMinutesAgo = 3 + random.int(2 * dayMinutes);
      const earlier = spoken(random, first, members, recentMinutesAgo + dayMinutes);
      const later = spoken(random, second, members, recentMinutesAgo);
      draft.talks.push({ members, name: null, lines: [...earlier, ...later] });
    }
  });
}

function planGroups(random: Random, draft: Draft, residents: readonly Resident[]): void {
  for (const { name, language, size, said } of groupTalk) {
    const others = shuffled(random, residents.length);
    const starter = others.find((index) => residents[index]?.language === language) as number;
    const members = [starter, ...others.filter((index) => index !== starter)].slice(0, size);
    // Only contacts can be put in a group, so whoever starts it knows everybody in it.
    for (const member of members) acquaint(draft, starter, member);
    const lines = spoken(random, said, members, 2 + random.int(dayMinutes));
    draft.talks.push({ members, name, lines });
  }
}

function planRequests(random: Random, draft: Draft, residents: readonly Resident[]) {
  return residents.flatMap((resident, to) => {
    const from = shuffled(random, residents.length).find(
      (other) =>
        other !== to && !draft.contacts.has([Math.min(to, other), Math.max(to, other)].join()),
    );
    if (from === undefined || to % 3 !== 0) return [];
    return [{ from, to, reason: requestReasons[residents[from]?.language ?? resident.language] }];
  });
}

/** Draws a whole city from a seed. Pure: the same seed gives the same city. */
export function planCity(seed: number): CityPlan {
  const random = seededRandom(seed);
  const residents = cityResidents;
  const draft: Draft = { contacts: new Map(), talks: [] };
  planPairs(random, draft, residents);
  planGroups(random, draft, residents);
  const requests = planRequests(random, draft, residents);
  return {
    residents,
    contacts: [...draft.contacts.values()],
    requests,
    conversations: draft.talks,
    money: planMoney(seed, residents, draft.talks),
  };
}
