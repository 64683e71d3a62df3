import { i18n, type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { LimitName } from '@plaza/contract';
import { formatMoney } from './money.ts';

type Left = { limit: LimitName; currency: string; leftMinor: number; scale: number };

function isLeft(details: unknown): details is Left {
  if (typeof details !== 'object' || details === null) return false;
  return 'limit' in details && 'leftMinor' in details && 'scale' in details;
}

const sentences: Record<LimitName, (amount: string) => MessageDescriptor> = {
  payment: (amount) => msg`At most ${amount} can be paid at a time.`,
  day: (amount) => msg`You can still pay ${amount} today.`,
  year: (amount) => msg`You can still pay ${amount} this year.`,
  lifetime: (amount) => msg`You can still pay ${amount} in all.`,
  balance: (amount) => msg`There is room for ${amount} more in the wallet.`,
  top_up_day: (amount) => msg`You can still top up ${amount} today.`,
  card_payment: (amount) => msg`This family card pays at most ${amount} at a time.`,
  card_day: (amount) => msg`This family card can still pay ${amount} today.`,
  card_month: (amount) => msg`This family card can still pay ${amount} this month.`,
};

/** What a limit still lets through; null: the refusal says nothing of it. */
export function sayWhatIsLeft(details: unknown): string | null {
  if (!isLeft(details)) return null;
  const { limit, leftMinor: amountMinor, currency, scale } = details;
  const sentence = sentences[limit] as (typeof sentences)[LimitName] | undefined;
  // A newer server may know limits that this page does not.
  if (sentence === undefined) return null;
  return i18n._(sentence(formatMoney({ amountMinor, currency, scale })));
}
