import { present, type NewId, type PersonId } from '@plaza/base';
import type { Database } from '../../kernel/db/index.ts';
import { CreateAccountStatus, newAccount, systemAccountsOf, u128Of } from '../ledger/index.ts';
import type { Account } from '../ledger/index.ts';
import type { Currencies, CurrencyProfile } from './currencies.ts';
import type { Ledger } from './ledger.ts';
import { insertWallet, markInLedger, selectWallet, type StoredWallet } from './store/wallets.ts';

const { created, exists } = CreateAccountStatus;

type AccountsDeps = { db: Database; newId: NewId; ledger: Ledger; currencies: Currencies };

export type Accounts = {
  /** Creates accounts of the chart, those that are there already too. */
  create(accounts: Account[]): Promise<void>;
  /** The wallet of a person with its account in the ledger, made when it is first needed. */
  ensureWallet(personId: PersonId, profile: CurrencyProfile): Promise<StoredWallet>;
};

export function createAccounts({ db, newId, ledger, currencies }: AccountsDeps): Accounts {
  async function create(accounts: Account[]): Promise<void> {
    const results = await ledger.createAccounts(accounts);
    for (const { status } of results) {
      if (status !== created && status !== exists) {
        throw new Error(`the ledger refused an account of the chart: ${status}`);
      }
    }
  }

  let opened: Promise<void> | null = null;

  /** Creates the accounts of the chart, which are there long since in an older city. */
  function openChart(): Promise<void> {
    const chart = currencies.all.flatMap((profile) => systemAccountsOf(profile.ledger));
    opened ??= create(chart).catch((error: unknown) => {
      opened = null;
      throw error;
    });
    return opened;
  }

  return {
    create,
    async ensureWallet(personId, { code, ledger: number }) {
      await openChart();
      const found = await selectWallet(db, personId, code);
      if (found?.inLedger) return found;
      // A random number: the ledger holds nothing about the person.
      const accountId = newId<string>();
      if (found === null) await insertWallet(db, { personId, currency: code, accountId });
      const wallet = present(await selectWallet(db, personId, code), 'the wallet was made');
      await create([newAccount('wallet.user', { id: u128Of(wallet.accountId), ledger: number })]);
      await markInLedger(db, wallet);
      return { ...wallet, inLedger: true };
    },
  };
}
