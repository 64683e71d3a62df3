import type { PersonId, TransferId } from '@plaza/base';
import type {
  Allowance,
  ApprovalMeans,
  BookEntry,
  MethodInput,
  ReconciliationCheck,
  Reserve,
  Standing,
  Transfer,
  Wallet,
} from '@plaza/contract';
import type { DataHolding } from '../../kernel/holdings/index.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { createAccounts } from './accounts.ts';
import { createArriving } from './arriving.ts';
import { createLiftFreeze } from './appealing.ts';
import type { Approvals } from './approval/index.ts';
import { getBooks } from './books.ts';
import { registerCards } from './cards.ts';
import { createCommands, type Commands, type Finisher, type Intent } from './commands.ts';
import { contactPayee, registerContacts } from './contacting.ts';
import type { PayContext } from './context.ts';
import { createCurrencies, defaultCurrencies, type CurrencyProfile } from './currencies.ts';
import type { PayDeps } from './deps.ts';
import { createErasing } from './erasing.ts';
import { createPayHolding } from './holding.ts';
import { askLedger } from './ledger.ts';
import { createLimits } from './limits/limits.ts';
import { getStanding, setStanding, type NewStanding } from './limits/standing.ts';
import { registerGauges } from './metrics.ts';
import * as operating from './operating.ts';
import { keepCurrencies } from './profiles/keeping.ts';
import { createProjector } from './projection/projector.ts';
import { createFinds } from './finding.ts';
import { createFlows, type PayCore } from './flows.ts';
import { moneyOf, walletOf } from './present.ts';
import { createSendFinisher, judgeSending, keptOfSending } from './sending.ts';
import {
  createSettleFinisher,
  judgeCancelling,
  judgeSettling,
  keptOfSettling,
} from './settling.ts';
import { getReserves, reconcile } from './reserve.ts';
import { presentSnapshot } from './snapshot.ts';
import * as statement from './statement.ts';
import type { OwnMethod } from './store/commands.ts';
import { selectWallets } from './store/wallets.ts';
import { createSweeper } from './sweeper.ts';
import type {
  AcceptRefusal,
  CancelRefusal,
  FreezeRefusal,
  GivenApproval,
  NewTransfer,
  OnTransfer,
  OnWallet,
  ReturnRefusal,
  SendRefusal,
  TopUpRefusal,
  UnfreezeRefusal,
} from './types.ts';

type Answer<T, Reason extends string> = Promise<Outcome<T, Reason>>;
type Shown = { standing: Standing; allowances: Allowance[] };
type Page = Awaited<ReturnType<typeof statement.listStatement>>;

/** People's money: wallets, transfers with acceptance, statements, and what the operator does. */
export type Pay = {
  getWallet(personId: PersonId): Promise<{ wallets: Wallet[]; approval: ApprovalMeans }>;
  /** `approval: null` is the city itself, as in the fill of a demo city: never from outside. */
  sendTransfer(
    payerId: PersonId,
    input: NewTransfer & { approval: GivenApproval },
  ): Answer<Transfer, SendRefusal>;
  acceptTransfer(personId: PersonId, input: OnTransfer): Answer<Transfer, AcceptRefusal>;
  returnTransfer(personId: PersonId, input: OnTransfer): Answer<Transfer, ReturnRefusal>;
  /** The payer writes to the payee, once within a day of the payment. */
  contactPayee(
    personId: PersonId,
    input: MethodInput<'pay.contactPayee'>,
  ): ReturnType<typeof contactPayee>;
  /** The payer takes a delayed transfer back before it arrives. */
  cancelTransfer(personId: PersonId, input: OnTransfer): Answer<Transfer, CancelRefusal>;
  getTransfers(personId: PersonId, transferIds: readonly TransferId[]): Promise<Transfer[]>;
  listWaiting(personId: PersonId): Promise<Transfer[]>;
  listStatement(personId: PersonId, input: MethodInput<'pay.listStatement'>): Promise<Page>;
  sumStatement(
    personId: PersonId,
    input: MethodInput<'pay.sumStatement'>,
  ): ReturnType<typeof statement.sumStatement>;

  topUp(input: OnWallet & { amountMinor: number }): Answer<Wallet, TopUpRefusal>;
  freezeWallet(input: OnWallet): Answer<Wallet, FreezeRefusal>;
  unfreezeWallet(input: OnWallet): Answer<Wallet, UnfreezeRefusal>;
  /** An appeal against this freeze was granted. */
  liftFreeze(freezeId: string): Promise<void>;
  getPersonWallets(personId: PersonId): Answer<Wallet[], 'person_not_found'>;
  getBooks(): Promise<{ entries: BookEntry[]; balanced: boolean }>;

  /** What a person may pay, and what of it is left. */
  getLimits(personId: PersonId): Promise<Shown>;
  getStanding(personId: PersonId): Answer<Shown, 'person_not_found'>;
  setStanding(given: NewStanding): Answer<Shown, 'person_not_found' | 'self_action'>;
  /** What is issued, and what stands behind it; read anew once a minute at most. */
  getReserve(): Promise<{ reserves: Reserve[]; at: string }>;
  getReconciliation(): Promise<{ checks: ReconciliationCheck[]; at: string }>;

  approvals: Approvals;
  /** What modules stand on that add a way of paying. */
  core: PayCore;
  holding: DataHolding;
  /** What of the currencies is not as it was, in words for the operator; empty: nothing. */
  keepCurrencies(): Promise<string[]>;
  /** Begins to follow the ledger, and to complete what was left half done. */
  start(): void;
  stop(): Promise<void>;
  /** For tests: every command is completed and all of the ledger is projected. */
  settle(): Promise<void>;
};

function createContext(deps: PayDeps, profiles: readonly CurrencyProfile[]): PayContext {
  const currencies = createCurrencies(profiles);
  const ledger = askLedger(deps.ledger);
  const accounts = createAccounts({ ...deps, ledger, currencies });
  const flows = createFlows();
  const projector = createProjector({ ...deps, currencies, flows });
  const limits = createLimits({ ...deps, currencies });
  return {
    ...{ ...deps, currencies, flows, ledger, accounts, projector, limits },
    ...createFinds(deps),
  };
}

function createRunners(ctx: PayContext): Commands {
  const own: Readonly<Record<OwnMethod, Finisher>> = {
    sendTransfer: createSendFinisher(ctx),
    acceptTransfer: createSettleFinisher(ctx, 'accept'),
    returnTransfer: createSettleFinisher(ctx, 'return'),
    cancelTransfer: createSettleFinisher(ctx, 'cancel'),
    arriveTransfer: createSettleFinisher(ctx, 'arrive'),
    topUp: operating.createOperationFinisher(ctx, 'top_up'),
    freezeWallet: operating.createOperationFinisher(ctx, 'freeze'),
    unfreezeWallet: operating.createOperationFinisher(ctx, 'unfreeze'),
  };
  return createCommands(ctx, (method) =>
    method in own ? own[method as OwnMethod] : ctx.flows.finisher(method),
  );
}

/** What other modules build on. */
function createCore(ctx: PayContext, commands: Commands): PayCore {
  const { flows, approvals, currencies, ledger, accounts, projector, limits } = ctx;
  return {
    register: flows.add,
    run: commands.run,
    approve: approvals.approve,
    beginPasskeyApproval: approvals.beginPasskeyApproval,
    ...{ currencies, ledger, limits },
    moneyOf: (currency, amountMinor) => moneyOf(currencies, currency, amountMinor),
    ensureWallet: accounts.ensureWallet,
    findWallet: ctx.findWallet,
    createAccounts: accounts.create,
    reach: projector.reach,
    drain: async () => void (await projector.drain()),
  };
}

/** Commands of two people: sending, and taking or giving back. */
function createTransfers(ctx: PayContext, commands: Commands) {
  async function shown<Reason extends string>(outcome: Outcome<unknown, string>) {
    if (!outcome.ok) return outcome as Outcome<Transfer, Reason>;
    return yes(await presentSnapshot(ctx, outcome.value)) as Outcome<Transfer, Reason>;
  }

  const settling =
    (step: 'accept' | 'return') =>
    async (personId: PersonId, { key, transferId }: OnTransfer) => {
      const method = step === 'accept' ? ('acceptTransfer' as const) : ('returnTransfer' as const);
      const asked = { personId, key, method, body: [transferId] };
      const judge = () => judgeSettling(ctx, { personId, transferId, step });
      return commands.run({ asked, judge, kept: keptOfSettling });
    };
  const accept = settling('accept');
  const giveBack = settling('return');

  return {
    async sendTransfer(payerId, input) {
      const { key, payeeId, amountMinor, currency, note } = input;
      const profile = ctx.currencies.find(currency);
      if (profile === undefined || !profile.mayTransfer) return no('wrong_currency');
      if (amountMinor > profile.maxAmountMinor) return no('amount_too_large');
      if (payerId === payeeId) return no('self_action');
      const { arrival = 'now' } = input;
      const later = arrival === 'now' ? [] : [arrival];
      const body = [payeeId, amountMinor, currency, note, ...later];
      const asked = { personId: payerId, key, method: 'sendTransfer' as const, body };
      const judge = () => judgeSending(ctx, payerId, { ...input, profile });
      return shown<SendRefusal>(await commands.run({ asked, judge, kept: keptOfSending }));
    },
    acceptTransfer: async (personId, input) => shown<AcceptRefusal>(await accept(personId, input)),
    returnTransfer: async (personId, input) =>
      shown<ReturnRefusal>(await giveBack(personId, input)),
    async cancelTransfer(personId, { key, transferId }) {
      const method = 'cancelTransfer' as const;
      const asked = { personId, key, method, body: [transferId] };
      const judge = () => judgeCancelling(ctx, { personId, transferId });
      return shown<CancelRefusal>(await commands.run({ asked, judge, kept: keptOfSettling }));
    },
  } satisfies Partial<Pay>;
}

/** What the operator does to one wallet. */
function createOperations(ctx: PayContext, commands: Commands) {
  type Method = 'topUp' | 'freezeWallet' | 'unfreezeWallet';
  type Judge = (ctx: PayContext, of: operating.Operation) => Promise<Outcome<Intent, string>>;
  async function run(method: Method, of: operating.Operation, judge: Judge) {
    const { key, personId, currency, reason, amountMinor } = of;
    const body = [personId, currency, reason, amountMinor];
    const asked = { personId: operating.scopeOf(of), key, method, body };
    return commands.run({ asked, judge: () => judge(ctx, of), kept: operating.keptOfOperating });
  }
  return {
    async topUp(input) {
      const profile = ctx.currencies.find(input.currency);
      if (profile === undefined || !profile.mayTopUp) return no('wrong_currency');
      if (input.amountMinor > profile.maxAmountMinor) return no('amount_too_large');
      const outcome = await run('topUp', { ...input, profile }, operating.judgeTopUp);
      return outcome as Outcome<Wallet, TopUpRefusal>;
    },
    async freezeWallet(input) {
      const profile = ctx.currencies.find(input.currency);
      if (profile === undefined) return no('wrong_currency');
      const of = { ...input, profile, amountMinor: 0 };
      const outcome = await run('freezeWallet', of, operating.judgeFreeze);
      return outcome as Outcome<Wallet, FreezeRefusal>;
    },
    async unfreezeWallet(input) {
      const profile = ctx.currencies.find(input.currency);
      if (profile === undefined) return no('wrong_currency');
      const of = { ...input, profile, amountMinor: 0 };
      const outcome = await run('unfreezeWallet', of, operating.judgeUnfreeze);
      return outcome as Outcome<Wallet, UnfreezeRefusal>;
    },
  } satisfies Partial<Pay>;
}

const reserveKeptMs = 60_000;

/** Anybody may ask, and the answer adds up every wallet: so it is made once for all who ask. */
function createReserve({ ledger, clock }: PayDeps, currencies: PayContext['currencies']) {
  let kept: { answer: ReturnType<Pay['getReserve']>; atMs: number } | null = null;
  return (): ReturnType<Pay['getReserve']> => {
    const nowMs = clock.nowMs();
    if (kept !== null && Math.abs(nowMs - kept.atMs) < reserveKeptMs) return kept.answer;
    const at = clock.now().toISOString();
    const answer = getReserves(ledger, currencies).then((reserves) => ({ reserves, at }));
    kept = { answer, atMs: nowMs };
    answer.catch(() => {
      kept = null;
    });
    return answer;
  };
}

/** Creates the service, and registers what it does by itself: create it before anything starts. */
export function createPay(
  deps: PayDeps,
  profiles: readonly CurrencyProfile[] = defaultCurrencies,
): Pay {
  const ctx = createContext(deps, profiles);
  const { currencies, projector, approvals } = ctx;
  const commands = createRunners(ctx);
  const operations = createOperations(ctx, commands);
  const erasing = createErasing(ctx, commands);
  const arriving = createArriving(ctx, commands);
  const sweeper = createSweeper(ctx, { commands, erasing, arriving, flows: ctx.flows });
  registerCards(ctx, currencies);
  registerContacts(ctx);
  registerGauges(deps, { currencies, projector, commands });
  deps.jobs.every('pay.trim', '37 3 * * *', async () => {
    await commands.trim();
    await ctx.limits.trim();
  });

  async function listWallets(personId: PersonId): Promise<Wallet[]> {
    const rows = new Map(
      (await selectWallets(deps.db, personId)).map((row) => [row.currency, row]),
    );
    return currencies.all.map((profile) => walletOf(profile, rows.get(profile.code)));
  }

  return {
    ...createTransfers(ctx, commands),
    ...operations,
    liftFreeze: createLiftFreeze(ctx, operations.unfreezeWallet),
    async getWallet(personId) {
      return { wallets: await listWallets(personId), approval: await approvals.means(personId) };
    },
    contactPayee: (personId, input) => contactPayee(ctx, personId, input),
    getTransfers: (personId, ids) => statement.getTransfers(ctx, personId, ids),
    listWaiting: (personId) => statement.listWaiting(ctx, personId),
    listStatement: (personId, input) => statement.listStatement(ctx, personId, input),
    sumStatement: (personId, input) => statement.sumStatement(ctx, personId, input),
    async getPersonWallets(personId) {
      if (!(await operating.isThere(ctx, personId))) return no('person_not_found');
      return yes(await listWallets(personId));
    },
    getBooks: () => getBooks(deps.ledger, currencies),
    getLimits: ctx.limits.getStanding,
    getStanding: (personId) => getStanding(ctx, personId),
    setStanding: (given) => setStanding(ctx, given),
    getReserve: createReserve(deps, currencies),
    async getReconciliation() {
      const checks = await reconcile(ctx, { driver: deps.ledger, commands });
      return { checks, at: deps.clock.now().toISOString() };
    },
    approvals,
    core: createCore(ctx, commands),
    holding: createPayHolding({ ...ctx, wake: sweeper.wake }),
    keepCurrencies: () => keepCurrencies(deps.db, currencies),
    start() {
      projector.start();
      sweeper.start();
    },
    async stop() {
      await sweeper.stop();
      await projector.stop();
    },
    async settle() {
      while ((await sweeper.drain()) || (await projector.drain()));
    },
  };
}
