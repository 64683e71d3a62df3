import { present, type MerchantId } from '@plaza/base';
import { newAccount, systemAccountId, u128Of } from '../ledger/index.ts';
import type { CurrencyProfile } from '../pay/index.ts';
import type { MerchantsDeps } from './deps.ts';
import { insertWallet, markInLedger, selectWallet } from './store/merchants.ts';
import type { MerchantWalletRow } from './types.ts';

/** What the merchant has in a currency, with its account in the ledger, made when it is needed. */
export async function ensureWallet(
  { db, newId, pay }: MerchantsDeps,
  merchantId: MerchantId,
  { code: currency, ledger }: CurrencyProfile,
): Promise<MerchantWalletRow> {
  const found = await selectWallet(db, merchantId, currency);
  if (found?.inLedger) return found;
  // A random number: the ledger holds nothing about the merchant.
  if (found === null) {
    await insertWallet(db, { merchantId, currency, accountId: newId<string>() });
  }
  const made = await selectWallet(db, merchantId, currency);
  const wallet = present(made, 'the wallet was made');
  await pay.createAccounts([
    newAccount('wallet.merchant', { id: u128Of(wallet.accountId), ledger }),
    // Newer than some cities.
    newAccount('orders.control', { id: systemAccountId(ledger, 'orders.control'), ledger }),
    newAccount('unclaimed', { id: systemAccountId(ledger, 'unclaimed'), ledger }),
  ]);
  await markInLedger(db, wallet);
  return { ...wallet, inLedger: true };
}
