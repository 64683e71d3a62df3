import type { PersonId } from '@plaza/base';
import type { Approval, Money } from '@plaza/contract';
import type { Tx } from '../../kernel/db/index.ts';
import type { Outcome } from '../../kernel/rpc/index.ts';
import type { Account, ChartAccount, LedgerChange } from '../ledger/index.ts';
import type { SyncItem } from '../sync/index.ts';
import type { ApprovalRefusal, Approvals, Payment } from './approval/index.ts';
import type { Finisher, Judged } from './commands.ts';
import type { CurrencyProfile } from './currencies.ts';
import type { Ledger } from './ledger.ts';
import type { Limits } from './limits/limits.ts';
import type { Sides } from './projection/money.ts';
import type { StoredWallet } from './store/wallets.ts';
import type { WalletRow } from './types.ts';

/** A change of the ledger, with the wallets of people that it touches. */
export type FlowChange = {
  change: LedgerChange;
  /** `user_data_128`: what the change belongs to, by the flow's own name. */
  subjectId: string;
  debit: WalletRow | undefined;
  credit: WalletRow | undefined;
};

/** Where a flow reads and writes in the transaction of the projection. */
export type Querying = Pick<Tx, 'query'>;

/**
 * A way of paying that a module of its own adds to pay, such as red packets. Its money moves only
 * in the ledger; what its rows say is projected from there, by the same cursor and in the same
 * transaction as wallets and statements.
 */
export type Flow<Book = unknown> = {
  /** Names its commands: `packets.send`. */
  name: string;
  /** The codes of its transfers in the ledger, also of those that touch no wallet. */
  codes: readonly number[];
  /** Reads what these subjects are, at the beginning of a batch. */
  load(tx: Querying, subjectIds: readonly string[]): Promise<Book>;
  /**
   * Applies one change, in the order of the ledger, and says how the lines of the wallets are
   * worded that it touches. Pure but for the book: the same changes give the same book.
   */
  apply(book: Book, change: FlowChange): Sides;
  /** Writes the book into the flow's own tables; gives what the devices of people are told. */
  write(tx: Tx, book: Book): Promise<SyncItem[]>;
  /** Carries commands to their end, by method. */
  finishers: Readonly<Record<string, Finisher>>;
  /**
   * Completes what a killed process left and what time brings; true when there was something. With
   * `all` it also takes what is not due yet, and throws where it fails: for tests.
   */
  sweep(all: boolean): Promise<boolean>;
  /**
   * The account of a person is erased: ends what of theirs is open, so that no money comes to or
   * goes from their wallets any more. False: not yet, ask again.
   */
  finishOf(personId: PersonId): Promise<boolean>;
  /** People on whose statements this person may be named by lines of the flow. */
  namedWith(tx: Querying, personId: PersonId): Promise<PersonId[]>;
  /** Takes away the flow's own rows of an erased person, with the wallets. */
  forget(tx: Tx, personId: PersonId): Promise<void>;
  /** Wallets that are nobody's own, such as those of merchants: what all of them hold. */
  wallets?: {
    account: ChartAccount;
    /** Available and held, as projected. */
    sum(q: Querying, currency: string): Promise<bigint>;
  };
};

/** What pay gives to its flows. */
export type PayCore = {
  /** Adds a flow; before `start`. */
  register<Book>(flow: Flow<Book>): void;
  /** Runs a command under its key: replay, judge, intent, finisher, first answer. */
  run(judged: Judged): Promise<Outcome<unknown, string>>;
  /** Judges whether a person wants exactly this payment. */
  approve(
    personId: PersonId,
    payment: Payment,
    approval: Approval,
  ): Promise<Outcome<null, ApprovalRefusal>>;
  beginPasskeyApproval: Approvals['beginPasskeyApproval'];
  /** What people may still pay and be paid: judge before a PIN is asked, and hand on `quotas`. */
  limits: Pick<Limits, 'judge' | 'reserve' | 'giveBack' | 'usedOf' | 'getStanding'>;
  currencies: {
    all: readonly CurrencyProfile[];
    find(code: string): CurrencyProfile | undefined;
  };
  moneyOf(currency: string, amountMinor: bigint): Money;
  /** The wallet of a person with its account in the ledger, made when it is first needed. */
  ensureWallet(personId: PersonId, profile: CurrencyProfile): Promise<StoredWallet>;
  /** Null: the person never had one, or was erased. */
  findWallet(personId: PersonId, currency: string): Promise<StoredWallet | null>;
  /** The ledger; a rejection there is `NotKnown`. */
  ledger: Ledger;
  /** Creates accounts of the chart, which may be there already. */
  createAccounts(accounts: Account[]): Promise<void>;
  /** Resolves when everything up to this event of the ledger is projected; else `NotKnown`. */
  reach(timestamp: bigint): Promise<void>;
  /** Projects all that there is. */
  drain(): Promise<void>;
};

/** The flows that were registered, by what is asked of them. */
export type Flows = {
  add<Book>(flow: Flow<Book>): void;
  all(): readonly Flow[];
  ofCode(code: number): Flow | undefined;
  finisher(method: string): Finisher | undefined;
};

export function createFlows(): Flows {
  const flows: Flow[] = [];
  const byCode = new Map<number, Flow>();
  const finishers = new Map<string, Finisher>();
  return {
    add(flow) {
      // A book goes only to the flow that made it.
      const added = flow as Flow;
      flows.push(added);
      for (const code of flow.codes) {
        if (byCode.has(code)) throw new Error(`two flows have the code ${code}`);
        byCode.set(code, added);
      }
      for (const [verb, finisher] of Object.entries(flow.finishers)) {
        finishers.set(`${flow.name}.${verb}`, finisher);
      }
    },
    all: () => flows,
    ofCode: (code) => byCode.get(code),
    finisher: (method) => finishers.get(method),
  };
}
