import { plural, t } from '@lingui/core/macro';
import { unreachable } from '@plaza/base';
import { nameIn, type State } from '@plaza/client';
import type { Bill, PersonCard, ShareState } from '@plaza/contract';
import { formatMoney } from '../../i18n/money.ts';

/** How somebody is called where the bill is; never empty. */
export function nameAt(
  state: State,
  conversationId: Bill['conversationId'],
  { personId, displayName }: Pick<PersonCard, 'personId' | 'displayName'>,
): string {
  if (personId === state.me?.personId) return t`You`;
  return nameIn(state, conversationId, personId) || displayName || t`Deleted account`;
}

/** How many parts are settled. */
export function settledWords({ settledCount, count }: Pick<Bill, 'settledCount' | 'count'>) {
  if (settledCount === count) return t`All settled`;
  return settledCount === 0
    ? plural(count, { one: '# person is asked', other: '# people are asked' })
    : t`${settledCount} of ${count} settled`;
}

/** Whether the viewer is asked for something that can be paid now. */
export function isDue(bill: Bill | null): boolean {
  return bill?.state === 'open' && bill.mine?.state === 'open';
}

/** How a bill stands for whoever looks, in a few words on its card. */
export function standingWords(bill: Bill | null): string {
  if (bill === null) return t`Bill`;
  const { mine, state } = bill;
  const amount = mine?.money == null ? '' : formatMoney(mine.money);
  if (mine?.state === 'paid') return t`You paid ${amount}`;
  if (mine?.state === 'paying') return t`On its way`;
  if (state === 'closed') return t`Closed`;
  if (isDue(bill)) return amount === '' ? t`Give what you choose` : t`Your part: ${amount}`;
  return settledWords(bill);
}

/** How one part stands. */
export function shareWords(state: ShareState, isClosed: boolean): string {
  switch (state) {
    case 'open':
      return isClosed ? t`Not paid` : t`Not paid yet`;
    case 'paying':
      return t`On its way`;
    case 'paid':
      return t`Paid`;
    case 'cash':
      return t`Paid otherwise`;
    case 'letOff':
      return t`Let off`;
    case 'own':
      return t`Own part`;
    default:
      return unreachable(state);
  }
}
