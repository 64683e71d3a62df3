import { present } from '@plaza/base';
import type { BookEntry } from '@plaza/contract';
import {
  BATCH_MAX,
  chart,
  type Account,
  type ChartAccount,
  type LedgerDriver,
} from '../ledger/index.ts';
import type { Currencies, CurrencyProfile } from './currencies.ts';

type Driver = Pick<LedgerDriver, 'queryAccounts'>;
type Sums = { debits: bigint; credits: bigint; held: bigint; accounts: number };

/** So often the books are read anew before they are said not to balance. */
const maxLooks = 5;
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

const namesByCode = new Map<number, ChartAccount>(
  (Object.keys(chart) as ChartAccount[]).map((name) => [chart[name].code, name]),
);

/** All accounts of a ledger, in pages of its size, in the order of their making. */
async function sumAccounts(driver: Driver, ledger: number): Promise<Map<ChartAccount, Sums>> {
  const sums = new Map<ChartAccount, Sums>();
  let from = 0n;
  for (;;) {
    const page = await driver.queryAccounts({
      ...{ user_data_128: 0n, user_data_64: 0n, user_data_32: 0 },
      ...{ ledger, code: 0, timestamp_min: from, timestamp_max: 0n, limit: BATCH_MAX, flags: 0 },
    });
    for (const account of page) {
      const name = present(namesByCode.get(account.code), 'every account is of the chart');
      sums.set(name, add(sums.get(name) ?? zero, account));
    }
    const last = page.at(-1);
    if (page.length < BATCH_MAX || last === undefined) return sums;
    from = last.timestamp + 1n;
  }
}

function addsUp(sums: ReadonlyMap<ChartAccount, Sums>): boolean {
  const total = [...sums.values()];
  const debits = total.reduce((sum, one) => sum + one.debits, 0n);
  return debits === total.reduce((sum, one) => sum + one.credits, 0n);
}

/** A page is one moment, but money moves between pages: then it is looked at again. */
async function readSums(driver: Driver, ledger: number): Promise<Map<ChartAccount, Sums>> {
  for (let looks = 1; ; looks += 1) {
    const sums = await sumAccounts(driver, ledger);
    if (looks === maxLooks || addsUp(sums)) return sums;
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
    const sums = await readSums(driver, profile.ledger);
    balanced &&= addsUp(sums);
    const names = [...namesByCode.values()];
    entries.push(...names.map((name) => entryOf(name, profile, sums.get(name) ?? zero)));
  }
  return { entries, balanced };
}
