import type { BookEntry } from '@plaza/contract';
import {
  BATCH_MAX,
  chart,
  systemAccountId,
  systemAccounts,
  type Account,
  type ChartAccount,
  type LedgerDriver,
} from '../ledger/index.ts';
import type { Currencies, CurrencyProfile } from './currencies.ts';

type Driver = Pick<LedgerDriver, 'lookupAccounts' | 'queryAccounts'>;
type Sums = { debits: bigint; credits: bigint; held: bigint; accounts: number };

const zero: Sums = { debits: 0n, credits: 0n, held: 0n, accounts: 0 };

/** What is held is counted once, on the side from which it will go. */
function add(sums: Sums, account: Account): Sums {
  return {
    debits: sums.debits + account.debits_posted,
    credits: sums.credits + account.credits_posted,
    held: sums.held + account.debits_pending,
    accounts: sums.accounts + 1,
  };
}

/** Wallets are many: they are read in pages of the ledger's size, in the order of their making. */
async function sumWallets(driver: Driver, ledger: number): Promise<Sums> {
  const { code } = chart['wallet.user'];
  let sums = zero;
  let from = 0n;
  for (;;) {
    const page = await driver.queryAccounts({
      ...{ user_data_128: 0n, user_data_64: 0n, user_data_32: 0 },
      ...{ ledger, code, timestamp_min: from, timestamp_max: 0n, limit: BATCH_MAX, flags: 0 },
    });
    sums = page.reduce(add, sums);
    const last = page.at(-1);
    if (page.length < BATCH_MAX || last === undefined) return sums;
    from = last.timestamp + 1n;
  }
}

function entryOf(account: ChartAccount, profile: CurrencyProfile, sums: Sums): BookEntry {
  return {
    account,
    kind: chart[account].kind,
    currency: profile.code,
    scale: profile.scale,
    debitsMinor: Number(sums.debits),
    creditsMinor: Number(sums.credits),
    heldMinor: Number(sums.held),
    accounts: sums.accounts,
  };
}

/** Sums of the ledger itself, not of what is projected from it. */
export async function getBooks(
  driver: Driver,
  currencies: Currencies,
): Promise<{ entries: BookEntry[]; balanced: boolean }> {
  const entries: BookEntry[] = [];
  let balanced = true;
  for (const profile of currencies.all) {
    const { ledger } = profile;
    const sums = new Map<ChartAccount, Sums>([['wallet.user', await sumWallets(driver, ledger)]]);
    for (const name of systemAccounts) {
      const [account] = await driver.lookupAccounts([systemAccountId(ledger, name)]);
      sums.set(name, account === undefined ? zero : add(zero, account));
    }
    const total = [...sums.values()];
    const debits = total.reduce((sum, one) => sum + one.debits, 0n);
    balanced &&= debits === total.reduce((sum, one) => sum + one.credits, 0n);
    entries.push(...[...sums].map(([name, of]) => entryOf(name, profile, of)));
  }
  return { entries, balanced };
}
