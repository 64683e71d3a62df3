import { isAmount, parseMinor, splitEvenly, type PersonId } from '@plaza/base';

/** `equal`: a whole in equal parts. `own`: each their own amount. `collect`: each gives. */
export type Way = 'equal' | 'own' | 'collect';

/** What somebody has typed of a bill so far. */
export type Draft = {
  way: Way;
  title: string;
  /** Of `collect` what each gives, else the whole. */
  amount: string;
  /** Collected: each gives what they choose. */
  isFree: boolean;
  /** Who is left out; everybody else is asked. */
  left: readonly PersonId[];
  /** Own amounts by person. */
  own: Readonly<Record<string, string>>;
};

export const emptyDraft: Draft = {
  ...{ way: 'equal', title: '', amount: '', isFree: false, left: [], own: {} },
};

/** What stands in the way; null: nothing. */
export type Wrong = 'title' | 'people' | 'amount' | 'too_small' | 'too_large' | 'too_many';

export type Plan = {
  /** Who takes part, the asking person first, with what each is asked; null: not known yet. */
  parts: readonly { personId: PersonId; amountMinor: number | null }[];
  /** The whole of a split, what each gives of a collection; null: nothing, or what they choose. */
  amountMinor: number | null;
  wrong: Wrong | null;
};

type Known = {
  meId: PersonId;
  people: readonly PersonId[];
  scale: number;
  maxAmountMinor: number;
};

const mostOfSplit = 100;
const mostOfCollection = 500;

function typed(text: string | undefined, scale: number): number | null {
  const amountMinor = parseMinor((text ?? '').replace(/\.$/u, ''), scale);
  return amountMinor !== null && isAmount(amountMinor) ? amountMinor : null;
}

/** Who takes part: of a split also who asks, unless they left themselves out. */
export function peopleOf({ way, left }: Draft, { meId, people }: Known): PersonId[] {
  const all = way === 'collect' ? people : [meId, ...people];
  return all.filter((personId) => !left.includes(personId));
}

function amountsOf(draft: Draft, people: readonly PersonId[], scale: number): (number | null)[] {
  const { way, own, isFree } = draft;
  if (way === 'own') return people.map((personId) => typed(own[personId], scale));
  const amountMinor = typed(draft.amount, scale);
  if (way === 'collect') return people.map(() => (isFree ? null : amountMinor));
  if (amountMinor === null || amountMinor < people.length) return people.map(() => null);
  return people.length === 0 ? [] : splitEvenly(amountMinor, people.length);
}

function wholeOf(draft: Draft, amounts: readonly (number | null)[], scale: number) {
  if (draft.way === 'collect') return draft.isFree ? null : typed(draft.amount, scale);
  if (draft.way === 'equal') return typed(draft.amount, scale);
  const sumMinor = amounts.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  return sumMinor === 0 ? null : sumMinor;
}

/** What would be asked by a draft. A pure function: the sheet and its tests read the same rules. */
export function planOf(draft: Draft, known: Known): Plan {
  const people = peopleOf(draft, known);
  const amounts = amountsOf(draft, people, known.scale);
  const amountMinor = wholeOf(draft, amounts, known.scale);
  const isFree = draft.way === 'collect' && draft.isFree;
  const most = draft.way === 'collect' ? mostOfCollection : mostOfSplit;
  const wrong = (): Wrong | null => {
    if (draft.title.trim() === '') return 'title';
    if (!people.some((personId) => personId !== known.meId)) return 'people';
    if (people.length > most) return 'too_many';
    if (isFree) return null;
    if (amountMinor === null || !isAmount(amountMinor)) return 'amount';
    if (draft.way === 'equal' && amountMinor < people.length) return 'too_small';
    if (amounts.includes(null)) return 'amount';
    return amounts.some((one) => (one ?? 0) > known.maxAmountMinor) ? 'too_large' : null;
  };
  const parts = people.map((personId, index) => {
    return { personId, amountMinor: amounts[index] ?? null };
  });
  return { parts, amountMinor, wrong: wrong() };
}

/** Whether the parts of an equal split differ: then somebody has to pay the odd units. */
export function isOdd({ parts }: Plan): boolean {
  return new Set(parts.map(({ amountMinor }) => amountMinor)).size > 1;
}
