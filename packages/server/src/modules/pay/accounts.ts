import { present, type NewId, type PersonId } from '@plaza/base';
import { inBatches } from '../../kernel/batching.ts';
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
import { walletKey } from './projection/money.ts';
import * as store from './store/wallets.ts';
import type { StoredWallet } from './store/wallets.ts';

const { created, exists } = CreateAccountStatus;

type AccountsDeps = { db: Database; newId: NewId; ledger: Ledger; currencies: Currencies };

export type Accounts = {
  /** Creates accounts of the chart, those that are there already too. */
  create(accounts: Account[]): Promise<void>;
  /** The wallet of a person with its account in the ledger, made when it is first needed. */
  ensureWallet(personId: PersonId, profile: CurrencyProfile): Promise<StoredWallet>;
};

type Wanted = { personId: PersonId; profile: CurrencyProfile };
type InLedger = { wallet: StoredWallet; profile: CurrencyProfile };

const keyOf = ({ personId, profile }: Wanted) => walletKey({ personId, currency: profile.code });

async function findAll({ db }: Pick<AccountsDeps, 'db'>, wanted: readonly Wanted[]) {
  const people = [...new Set(wanted.map(({ personId }) => personId))];
  const rows = await store.selectWalletsOf(db, people);
  return new Map(rows.map((row) => [walletKey(row), row]));
}

function createCreate({ ledger }: Pick<AccountsDeps, 'ledger'>): Accounts['create'] {
  return async (accounts) => {
    for (const { status } of await ledger.createAccounts(accounts)) {
      if (status !== created && status !== exists) {
        throw new Error(`the ledger refused an account of the chart: ${status}`);
      }
    }
  };
}

/**
 * What a wallet may go below zero is put into it when it is opened, and owed to the city: so the
 * ledger itself keeps the limit, and all wallets together come to nothing.
 */
async function grantCredit(ledger: Ledger, opened: readonly InLedger[]): Promise<void> {
  const granted = opened.filter(({ profile }) => profile.creditLineMinor > 0);
  if (granted.length === 0) return;
  const transfers = granted.map(({ wallet: { accountId }, profile }) =>
    ledgerTransfer({
      ...{ id: ledgerIdOf(accountId, 'credit', 0), ledger: profile.ledger },
      ...{ code: transferCodes.creditLine, amount: BigInt(profile.creditLineMinor) },
      debit_account_id: systemAccountId(profile.ledger, 'credit.line'),
      ...{ credit_account_id: u128Of(accountId), user_data_128: u128Of(accountId) },
    }),
  );
  for (const { status } of await ledger.createTransfers(transfers)) {
    // Granted before, perhaps when the line was another one.
    const isThere = status === Status.exists || status === Status.exists_with_different_amount;
    if (status !== Status.created && !isThere) {
      throw new Error(`the ledger refused a credit line: ${status}`);
    }
  }
}

/** Brings wallets to their accounts in the ledger, all that are wanted at the same moment. */
function createOpenWallets(deps: AccountsDeps, create: Accounts['create']) {
  const { db, newId, ledger } = deps;
  return async (wanted: readonly Wanted[]): Promise<StoredWallet[]> => {
    const before = await findAll(deps, wanted);
    const missing = wanted.filter((one) => !before.has(keyOf(one)));
    // A random number: the ledger holds nothing about the person.
    const rows = missing.map(({ personId, profile }) => {
      return { personId, currency: profile.code, accountId: newId<string>() };
    });
    if (rows.length > 0) await store.insertWallets(db, rows);
    const stored = rows.length === 0 ? before : await findAll(deps, wanted);
    const opened = new Map<string, InLedger>();
    for (const one of wanted) {
      const wallet = present(stored.get(keyOf(one)), 'the wallet was made');
      if (!wallet.inLedger) opened.set(keyOf(one), { wallet, profile: one.profile });
    }
    if (opened.size > 0) {
      const fresh = [...opened.values()];
      await create(
        fresh.map(({ wallet: { accountId }, profile }) =>
          newAccount('wallet.user', { id: u128Of(accountId), ledger: profile.ledger }),
        ),
      );
      await grantCredit(ledger, fresh);
      await Promise.all(fresh.map(({ wallet }) => store.markInLedger(db, wallet)));
    }
    return wanted.map((one) => {
      return { ...present(stored.get(keyOf(one)), 'it is open'), inLedger: true };
    });
  };
}

export function createAccounts(deps: AccountsDeps): Accounts {
  const { currencies } = deps;
  const create = createCreate(deps);
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

  // A crowd that takes of one red packet has never paid before, and opens its wallets together.
  const open = inBatches(createOpenWallets(deps, create), { largest: 500, underWay: 2 });

  return {
    create,
    async ensureWallet(personId, profile) {
      await openChart();
      return open({ personId, profile });
    },
  };
}
