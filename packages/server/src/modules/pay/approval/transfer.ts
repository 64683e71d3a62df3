import type { PersonId } from '@plaza/base';
import type { Arrival } from '@plaza/contract';
import type { Payment } from './types.ts';

type Asked = { payeeId: PersonId; amountMinor: number; currency: string; arrival?: Arrival };

/** What a yes to a transfer is bound to: also when it arrives, for until then it can be undone. */
export function approvedTransfer({ payeeId, amountMinor, currency, arrival }: Asked): Payment {
  const isLater = arrival !== undefined && arrival !== 'now';
  return { payee: isLater ? `${payeeId} ${arrival}` : payeeId, amountMinor, currency };
}
