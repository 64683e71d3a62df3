import type { BookEntry, ReconciliationCheck, Reserve } from '@plaza/contract';
import { clearingAccounts, type LedgerDriver } from '../ledger/index.ts';
import { getBooks } from './books.ts';
import type { Commands } from './commands.ts';
import type { PayContext } from './context.ts';
import type { Currencies, CurrencyProfile } from './currencies.ts';
import { sumWallets } from './store/wallets.ts';

type Driver = Pick<LedgerDriver, 'queryAccounts'>;
type Books = Awaited<ReturnType<typeof getBooks>>;

const passing: ReadonlySet<string> = new Set(clearingAccounts);
const simulated = 'bank.simulated';

/** What an account holds, on the side on which it grows. */
function balanceOf({ kind, debitsMinor, creditsMinor }: BookEntry): number {
  return kind === 'asset' ? debitsMinor - creditsMinor : creditsMinor - debitsMinor;
}

const partOf = (entry: BookEntry) => ({
  ...{ part: entry.account, amountMinor: balanceOf(entry) },
  isSimulated: entry.account === simulated,
});
const sum = (entries: readonly BookEntry[]) =>
  entries.reduce((total, entry) => total + balanceOf(entry), 0);

function reserveOf(profile: CurrencyProfile, entries: readonly BookEntry[]): Reserve {
  const { code: currency, scale, kind, cashOut } = profile;
  const assets = entries.filter((entry) => entry.kind === 'asset');
  const owed = entries.filter((entry) => entry.kind === 'liability' || entry.kind === 'income');
  const issuedMinor = sum(owed);
  const backedMinor = sum(assets.filter(({ account }) => account !== simulated));
  return {
    ...{ currency, scale, kind, cashOut, issuedMinor, backedMinor },
    isBacked: issuedMinor === backedMinor,
    // Rails that a city never used say nothing.
    rails: assets
      .filter(({ creditsMinor, debitsMinor }) => creditsMinor + debitsMinor > 0)
      .map(partOf),
    holders: owed
      .filter(({ account, accounts }) => !passing.has(account) && accounts > 0)
      .filter((entry) => balanceOf(entry) !== 0 || entry.account === 'wallet.user')
      .map(partOf),
    suspense: owed.filter(({ account }) => passing.has(account)).map(partOf),
  };
}

/** Sums for everybody: no account of a person is told by itself. */
export async function getReserves(driver: Driver, currencies: Currencies): Promise<Reserve[]> {
  const { entries } = await getBooks(driver, currencies);
  return currencies.all.map((profile) =>
    reserveOf(
      profile,
      entries.filter(({ currency }) => currency === profile.code),
    ),
  );
}

type Check = Omit<ReconciliationCheck, 'isFine'>;
const judged = (check: Check): ReconciliationCheck => ({
  ...check,
  isFine: check.expectedMinor === check.foundMinor,
});

/** Money that is in wallets of flows: what the ledger has, and what is projected of it. */
async function inFlows(
  { db, flows }: Pick<PayContext, 'db' | 'flows'>,
  currency: string,
  own: readonly BookEntry[],
): Promise<Pick<Check, 'expectedMinor' | 'foundMinor'>> {
  let [expectedMinor, foundMinor] = [0, 0];
  for (const { wallets } of flows.all()) {
    if (wallets === undefined) continue;
    expectedMinor += sum(own.filter(({ account }) => account === wallets.account));
    foundMinor += Number(await wallets.sum(db, currency));
  }
  return { expectedMinor, foundMinor };
}

async function checksOf(
  ctx: Pick<PayContext, 'db' | 'flows'>,
  profile: CurrencyProfile,
  { entries }: Books,
): Promise<Check[]> {
  const own = entries.filter(({ currency }) => currency === profile.code);
  const reserve = reserveOf(profile, own);
  const wallets = own.find(({ account }) => account === 'wallet.user');
  const projected = await sumWallets(ctx.db, profile.code);
  const usual = { currency: profile.code, scale: profile.scale };
  const debits = own.reduce((total, entry) => total + entry.debitsMinor, 0);
  const credits = own.reduce((total, entry) => total + entry.creditsMinor, 0);
  const inWallets = wallets === undefined ? 0 : balanceOf(wallets);
  return [
    { ...usual, name: 'double_entry', expectedMinor: debits, foundMinor: credits },
    {
      ...{ ...usual, name: 'issued_is_backed' },
      expectedMinor: reserve.issuedMinor,
      foundMinor: reserve.rails.reduce((total, part) => total + part.amountMinor, 0),
    },
    {
      ...{ ...usual, name: 'wallets_projected', expectedMinor: inWallets },
      foundMinor: Number(projected.availableMinor + projected.heldMinor),
    },
    { ...usual, name: 'merchants_projected', ...(await inFlows(ctx, profile.code, own)) },
    {
      ...{ ...usual, name: 'held_projected', expectedMinor: wallets?.heldMinor ?? 0 },
      foundMinor: Number(projected.heldMinor),
    },
    {
      ...{ ...usual, name: 'suspense_empty', expectedMinor: 0 },
      foundMinor: reserve.suspense.reduce((total, part) => total + part.amountMinor, 0),
    },
  ];
}

/**
 * What the ledger says against what it says elsewhere, what is projected, and what is under way.
 * While money moves a check may miss by what moved in between; asked again, it is another moment.
 */
export async function reconcile(
  ctx: PayContext,
  { driver, commands }: { driver: Driver; commands: Pick<Commands, 'waiting'> },
): Promise<ReconciliationCheck[]> {
  await ctx.projector.drain();
  const books = await getBooks(driver, ctx.currencies);
  const lists = await Promise.all(ctx.currencies.all.map((one) => checksOf(ctx, one, books)));
  const none = { currency: null, scale: 0, expectedMinor: 0 };
  return [
    ...lists.flat(),
    { ...none, name: 'commands_open' as const, foundMinor: await commands.waiting() },
    { ...none, name: 'feed_projected' as const, foundMinor: await ctx.projector.waiting() },
  ].map(judged);
}
