import { writeBankTransfer } from '@plaza/base/codes';
import type { PersonId } from '@plaza/base';
import type { BankTopUp, RailWays } from '@plaza/contract';
import type { CurrencyProfile } from '../pay/index.ts';
import type { RailsDeps } from './deps.ts';
import { createReference } from './reference.ts';
import { insertReference, selectReferenceOf } from './store/entries.ts';

/** The reference of a person, made when it is first asked for. */
async function referenceOf(
  { db, random, clock }: RailsDeps,
  personId: PersonId,
  currency: string,
): Promise<string> {
  for (;;) {
    const found = await selectReferenceOf(db, personId, currency);
    if (found !== null) return found;
    const reference = createReference(random);
    // One that somebody has is not taken: then another is drawn.
    await insertReference(db, { reference, personId, currency, createdAt: clock.now() });
  }
}

function bankOf({ name, iban, bic, iso }: NonNullable<CurrencyProfile['bank']>, reference: string) {
  const code = writeBankTransfer({
    ...{ name, iban, bic, amountMinor: null, purpose: '' },
    ...{ reference, text: '', information: '' },
  });
  return { name, iban, bic, iso, reference, code: iso === 'EUR' ? code : null } satisfies BankTopUp;
}

/** How money of each currency comes in and goes out, for one person. */
export async function listWays(deps: RailsDeps, personId: PersonId): Promise<RailWays[]> {
  const ways: RailWays[] = [];
  for (const profile of deps.pay.currencies.all) {
    const { code: currency, scale, maxAmountMinor, mayTopUp, bank, cashOut } = profile;
    const isPaidOut = cashOut === 'people';
    ways.push({
      ...{ currency, scale, maxAmountMinor, voucher: mayTopUp, desk: mayTopUp },
      simulated: mayTopUp && deps.isDemo,
      bank:
        bank !== null && mayTopUp
          ? bankOf(bank, await referenceOf(deps, personId, currency))
          : null,
      cashOut: isPaidOut ? [...(bank === null ? [] : (['bank'] as const)), 'desk' as const] : [],
    });
  }
  return ways;
}
