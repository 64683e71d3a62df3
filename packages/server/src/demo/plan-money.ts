import { pick, seededRandom, type Random } from '@plaza/base';
import type { Resident } from './people.ts';
import type { PlannedConversation } from './plan.ts';
import { paymentNotes } from './talk.ts';

/** A transfer in a conversation of two people, by their indexes. */
export type PlannedPayment = {
  from: number;
  to: number;
  amountMinor: number;
  note: string;
  end: 'accepted' | 'returned' | 'waiting';
};

export type MoneyPlan = {
  /** What each resident begins with. */
  startMinor: readonly number[];
  payments: readonly PlannedPayment[];
};

type Draw = { random: Random; residents: readonly Resident[] };

function payment(
  { random, residents }: Draw,
  { from, to, end }: Pick<PlannedPayment, 'from' | 'to' | 'end'>,
): PlannedPayment {
  const amountMinor = 150 + random.int(60) * 50;
  const note = pick(random, paymentNotes[residents[from]?.language ?? 'en']);
  return { from, to, amountMinor, note, end };
}

/** What was paid already, between people who talk with each other. */
function past(draw: Draw, pairs: readonly (readonly [number, number])[]): PlannedPayment[] {
  return pairs.flatMap(([one, other]) => {
    const { random } = draw;
    if (random.float() > 0.3) return [];
    const [from, to] = random.float() < 0.5 ? [one, other] : [other, one];
    return [payment(draw, { from, to, end: random.float() < 0.1 ? 'returned' : 'accepted' })];
  });
}

/** One for everybody to accept: whoever looks around as anybody finds something to do. */
function presents(draw: Draw, pairs: readonly (readonly [number, number])[]): PlannedPayment[] {
  return draw.residents.flatMap((_, to) => {
    const givers = pairs.flatMap(([a, b]) => (a === to ? [b] : b === to ? [a] : []));
    if (givers.length === 0) return [];
    return [payment(draw, { from: pick(draw.random, givers), to, end: 'waiting' })];
  });
}

/** Draws who has how much and who paid whom; a sequence of its own, so that no talk changes. */
export function planMoney(
  seed: number,
  residents: readonly Resident[],
  conversations: readonly PlannedConversation[],
): MoneyPlan {
  const draw = { random: seededRandom(seed + 1_000_003), residents };
  const pairs = conversations.flatMap(({ members, name }) =>
    name === null ? [[members[0] ?? 0, members[1] ?? 0] as const] : [],
  );
  return {
    startMinor: residents.map(() => 60_000 + draw.random.int(30) * 1_000),
    payments: [...past(draw, pairs), ...presents(draw, pairs)],
  };
}
