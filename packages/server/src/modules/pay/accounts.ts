import { present, type NewId, type PersonId } from '@plaza/base';
import type { Database } from '../../kernel/db/index.ts';
import {
  CreateAccountStatus,
  CreateTransferStatus as Status,
  newAccount,
  systemAccountId,
  systemAccountsOf,
  transferCodes,
  u128Of,
} from '../ledger/index.ts';
import type { Account } from '../ledger/index.ts';
import type { Currencies, CurrencyProfile } from './currencies.ts';
import { ledgerIdOf } from './ids.ts';
import { ledgerTransfer, type Ledger } from './ledger.ts';
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

  /**
   * What a wallet may go below zero is put into it when it is opened, and owed to the city: so the
   * ledger itself keeps the limit, and all wallets together come to nothing.
   */
  async function grantCredit(accountId: string, profile: CurrencyProfile): Promise<void> {
    const { ledger: number, creditLineMinor } = profile;
    if (creditLineMinor === 0) return;
    const [result] = await ledger.createTransfers([
      ledgerTransfer({
        ...{ id: ledgerIdOf(accountId, 'credit', 0), ledger: number },
        ...{ code: transferCodes.creditLine, amount: BigInt(creditLineMinor) },
        debit_account_id: systemAccountId(number, 'credit.line'),
        ...{ credit_account_id: u128Of(accountId), user_data_128: u128Of(accountId) },
      }),
    ]);
    const { status } = present(result, 'each event has a result');
    // Granted before, perhaps when the line was another one.
    const isThere = status === Status.exists || status === Status.exists_with_different_amount;
    if (status !== Status.created && !isThere) {
      throw new Error(`the ledger refused a credit line: ${status}`);
    }
  }

  return {
    create,
    async ensureWallet(personId, profile) {
      const { code, ledger: number } = profile;
      await openChart();
      const found = await selectWallet(db, personId, code);
      if (found?.inLedger) return found;
      // A random number: the ledger holds nothing about the person.
      const accountId = newId<string>();
      if (found === null) await insertWallet(db, { personId, currency: code, accountId });
      const wallet = present(await selectWallet(db, personId, code), 'the wallet was made');
      await create([newAccount('wallet.user', { id: u128Of(wallet.accountId), ledger: number })]);
      await grantCredit(wallet.accountId, profile);
      await markInLedger(db, wallet);
      return { ...wallet, inLedger: true };
    },
  };
}
