import type { Payv3Deps } from '../deps.ts';
import type { AccessRow } from '../types.ts';
import { refuseWith } from '../wire/problems.ts';

/** What programs write that were made for elsewhere. */
export const usualCurrency = 'CNY';

/**
 * The currency of this city that a program means. Programs that were written for WeChat Pay say
 * CNY, or nothing: the merchant has chosen what that stands for here.
 */
export function readCurrency(
  { pay }: Pick<Payv3Deps, 'pay'>,
  { currency }: Pick<AccessRow, 'currency'>,
  asked: string | undefined,
): { currency: string; wire: string } {
  const wire = asked ?? usualCurrency;
  if (wire === usualCurrency && pay.currencies.find('cny') === undefined) return { currency, wire };
  const code = wire.toLowerCase();
  if (pay.currencies.find(code) === undefined) {
    refuseWith('PARAM_ERROR', {
      field: '/amount/currency',
      value: wire,
      issue: 'no such currency',
    });
  }
  return { currency: code, wire };
}
