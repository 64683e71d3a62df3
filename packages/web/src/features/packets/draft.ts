import { isAmount, parseMinor, type PersonId } from '@plaza/base';
import type { PacketKind, PacketRule } from '@plaza/contract';

/** What somebody has typed of a red packet so far. */
export type Draft = {
  kind: PacketKind;
  /** Of `fixed` what each gets, else the whole. */
  amount: string;
  count: string;
  greeting: string;
  forPersonId: PersonId | null;
};

export const mostShares = 100;

/** What stands in the way; null: nothing. */
export type Wrong =
  | 'amount'
  | 'count'
  | 'person'
  | 'too_small'
  | 'share_too_large'
  | 'too_large'
  | 'too_much';

export type Plan = {
  count: number;
  /** All that is put in; null while no amount is typed. */
  amountMinor: number | null;
  wrong: Wrong | null;
};

type Limits = { rule: PacketRule; availableMinor: number; isGroup: boolean };

function countOf({ kind, count }: Draft, isGroup: boolean): number | null {
  if (!isGroup || kind === 'forOne') return 1;
  const value = /^\d{1,3}$/u.test(count) ? Number(count) : 0;
  return value >= 1 && value <= mostShares ? value : null;
}

function amountOf(draft: Draft, count: number, scale: number): number | null {
  const typed = parseMinor(draft.amount.replace(/\.$/u, ''), scale);
  if (typed === null || typed <= 0) return null;
  const whole = draft.kind === 'fixed' ? typed * count : typed;
  return isAmount(whole) ? whole : null;
}

/** What would be sent of a draft. A pure function: the sheet and its tests read the same rules. */
export function planOf(draft: Draft, { rule, availableMinor, isGroup }: Limits): Plan {
  const count = countOf(draft, isGroup);
  const amountMinor = amountOf(draft, count ?? 1, rule.scale);
  const plan = { count: count ?? 1, amountMinor };
  const wrong = (): Wrong | null => {
    if (count === null) return 'count';
    if (amountMinor === null) return 'amount';
    if (amountMinor < count) return 'too_small';
    if (amountMinor > rule.maxShareMinor * count) return 'share_too_large';
    if (amountMinor > rule.maxAmountMinor) return 'too_large';
    if (amountMinor > availableMinor) return 'too_much';
    return draft.kind === 'forOne' && draft.forPersonId === null ? 'person' : null;
  };
  return { ...plan, wrong: wrong() };
}
