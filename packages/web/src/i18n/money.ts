import { i18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Money } from '@plaza/contract';
import { formatAmount, type MoneyOptions } from './format.ts';

/** `1,250.00 points`: an amount with the word of its currency. */
export function formatMoney(money: Money, options?: MoneyOptions): string {
  const amount = formatAmount(money, options);
  if (money.currency === 'points') return i18n._(msg`${amount} points`);
  return `${amount} ${money.currency}`;
}

/** What a currency is called where its amounts stand beside. */
export function currencyWord(currency: string): string {
  return currency === 'points' ? i18n._(msg`Points`) : currency;
}
