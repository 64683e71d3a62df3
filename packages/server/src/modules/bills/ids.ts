import { formatUuid, type BillId, type ClientId, type PayKey, type PersonId } from '@plaza/base';
import { digestOf, u128From } from '../pay/index.ts';
import type { ShareRow } from './types.ts';

// Every id follows from the command, the bill or the person: whoever completes a step, and however
// often, names the same things by the same ids, and so does them once.

export function billIdOf(collectorId: PersonId, key: PayKey): BillId {
  return formatUuid(digestOf(['bill', collectorId, key]), 8) as BillId;
}

/** The id of the message that reminds for the `number`th time. */
export function reminderMessageId(billId: BillId, number: number): ClientId {
  return formatUuid(digestOf(['bill reminder', billId, number]), 8) as ClientId;
}

/** The one transfer by which a person pays their part; a try that was refused is another one. */
export function ledgerIdOf(of: Pick<ShareRow, 'billId' | 'personId' | 'attempt'>): bigint {
  return u128From(['bill ledger', of.billId, of.personId, of.attempt]);
}
