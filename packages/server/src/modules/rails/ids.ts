import { formatUuid, type PersonId } from '@plaza/base';
import { digestOf, u128From } from '../pay/index.ts';

// Every id follows from what is done, so whoever completes it does it once.

const uuidFrom = (words: readonly (string | number)[]) => formatUuid(digestOf(words), 8);

export const depositIdOf = (rail: string, of: readonly (string | number)[]) =>
  uuidFrom(['rails', rail, ...of]);
export const payoutIdOf = (personId: PersonId, key: string) => uuidFrom(['payout', personId, key]);
export const entryIdOf = (of: readonly (string | number)[]) => uuidFrom(['entry', ...of]);
/** The key under which an entry of the bank is credited, at a try. */
export const entryKeyOf = (entryId: string, attempt: number) =>
  uuidFrom(['entry key', entryId, attempt]);

export type RailStep = 'in' | 'suspense' | 'back' | 'hold' | 'pay' | 'return';

export function ledgerIdOf(subjectId: string, step: RailStep, attempt: number): bigint {
  return u128From(['rails', subjectId, step, attempt]);
}
