import type { PayKey, PersonId } from '@plaza/base';
import type { BankEntry, Money, Payout, PersonCard, VoucherBatch } from '@plaza/contract';
import type { DataHolding } from '../../kernel/holdings/index.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { transferCodes } from '../ledger/index.ts';
import { importBankFile, presentEntries, settleEntry } from './bank.ts';
import {
  createDepositFinisher,
  judgeCurrency,
  judgeDeposit,
  keptOfDeposit,
  type DepositRefusal,
} from './depositing.ts';
import type { RailsDeps } from './deps.ts';
import * as desk from './desk.ts';
import { createRailsHolding, forgetPerson } from './holding.ts';
import { depositIdOf } from './ids.ts';
import { writePayments } from './pain.ts';
import {
  approvedOf,
  createPayoutFinisher,
  payoutOf,
  requestPayout,
  returnPayout,
  type NewPayout,
  type PayoutAsked,
} from './paying-out.ts';
import { applyRails, loadRails, writeRails, type RailsBook } from './projecting.ts';
import { isClerk } from './store/desk.ts';
import { listEntries } from './store/entries.ts';
import { selectHeldByBank, selectPayoutsOf, takeForExport } from './store/payouts.ts';
import { listBatches } from './store/vouchers.ts';
import { createSweeping } from './sweeping.ts';
import { batchOf, printVouchers, redeemVoucher, voidVouchers } from './vouchers.ts';
import { listWays } from './ways.ts';

const listed = { payouts: 50, batches: 100, entries: 200, open: 200, inFile: 500 };

function registerFlow(deps: RailsDeps): void {
  const sweeping = createSweeping(deps);
  const { voucherIn, deskIn, bankIn, simulatedIn, suspenseIn, suspenseBack, payout } =
    transferCodes;
  deps.pay.register<RailsBook>({
    name: 'rails',
    codes: [voucherIn, deskIn, bankIn, simulatedIn, suspenseIn, suspenseBack, payout],
    load: loadRails,
    apply: applyRails,
    write: writeRails,
    finishers: { deposit: createDepositFinisher(deps), payout: createPayoutFinisher(deps) },
    sweep: sweeping.sweep,
    finishOf: sweeping.finishOf,
    // Lines of the rails name nobody.
    namedWith: async () => [],
    forget: forgetPerson,
  });
}

type SimulatedRefusal = DepositRefusal | 'not_demo' | 'key_reused' | 'unavailable';
type Simulated = { key: PayKey; currency: string; amountMinor: number };

/** Pretends that a bank sent money: demo cities only, and said to be that wherever it is shown. */
async function topUpSimulated(
  deps: RailsDeps,
  personId: PersonId,
  { key, currency, amountMinor }: Simulated,
): Promise<Outcome<{ money: Money }, SimulatedRefusal>> {
  if (!deps.isDemo) return no('not_demo');
  const judged = judgeCurrency(deps, currency, amountMinor);
  if (!judged.ok) return judged;
  const outcome = await deps.pay.run({
    asked: { personId, key, method: 'rails.deposit', body: ['simulated', currency, amountMinor] },
    judge: () =>
      judgeDeposit(deps, {
        ...{ depositId: depositIdOf('simulated', [personId, key]), rail: 'simulated', personId },
        ...{ currency, amountMinor: BigInt(amountMinor), actorId: null, source: null },
      }),
    kept: keptOfDeposit,
  });
  if (!outcome.ok) return outcome as Outcome<never, SimulatedRefusal>;
  return yes({ money: deps.pay.moneyOf(currency, BigInt(amountMinor)) });
}

type OpenPayout = { payout: Payout; person: PersonCard };

/** Payouts with their owners; the code is told to the owner alone. */
async function listOpen(
  deps: RailsDeps,
  rows: Awaited<ReturnType<typeof selectHeldByBank>>,
): Promise<OpenPayout[]> {
  const cards = await deps.identity.getCards(rows.map(({ personId }) => personId));
  return rows.flatMap((row) => {
    const person = cards.get(row.personId);
    const isKnown = deps.pay.currencies.find(row.currency) !== undefined;
    if (person === undefined || !isKnown) return [];
    return [{ payout: { ...payoutOf(deps, row), code: null }, person }];
  });
}

async function exportPayouts(
  deps: RailsDeps,
  actorId: PersonId,
  currency: string,
): Promise<Outcome<{ text: string; count: number }, 'wrong_currency' | 'nothing_to_pay'>> {
  const account = deps.pay.currencies.find(currency)?.bank ?? null;
  if (account === null) return no('wrong_currency');
  const now = deps.clock.now();
  const payouts = await deps.db.tx(async (tx) => {
    const taken = await takeForExport(tx, { currency, at: now, limit: listed.inFile });
    const detail = `${currency}: ${taken.length} payouts`;
    const entry = { actorId, action: 'export_payouts', subjectId: null, detail } as const;
    if (taken.length > 0) await deps.audit(tx, entry);
    return taken;
  });
  if (payouts.length === 0) return no('nothing_to_pay');
  const messageId = deps.newId<string>();
  return yes({ text: writePayments({ messageId, now, account, payouts }), count: payouts.length });
}

function createOperations(deps: RailsDeps) {
  const { db } = deps;
  return {
    setClerk: (of: Parameters<typeof desk.setClerk>[1]) => desk.setClerk(deps, of),
    listClerks: () => desk.listClerks(deps),
    printVouchers: (actorId: PersonId, of: Parameters<typeof printVouchers>[2]) =>
      printVouchers(deps, actorId, of),
    voidVouchers: (actorId: PersonId, of: Parameters<typeof voidVouchers>[2]) =>
      voidVouchers(deps, actorId, of),
    async listVouchers(): Promise<VoucherBatch[]> {
      const rows = await listBatches(db, listed.batches);
      const known = rows.filter(({ currency }) => deps.pay.currencies.find(currency) !== undefined);
      return known.map((row) => batchOf(deps, row));
    },
    importBankFile: (actorId: PersonId, of: Parameters<typeof importBankFile>[2]) =>
      importBankFile(deps, actorId, of),
    async listEntries(): Promise<BankEntry[]> {
      return presentEntries(deps, await listEntries(db, ['suspended', 'unbooked'], listed.entries));
    },
    settleEntry: (actorId: PersonId, of: Parameters<typeof settleEntry>[2]) =>
      settleEntry(deps, actorId, of),
    listOpenPayouts: async () => listOpen(deps, await selectHeldByBank(db, listed.open)),
    exportPayouts: (actorId: PersonId, currency: string) => exportPayouts(deps, actorId, currency),
    async returnPayout(actorId: PersonId, of: { payoutId: string; reason: string }) {
      const returned = await returnPayout(deps, { ...of, actorId, ownerId: null });
      if (!returned.ok) return returned;
      const [shown] = await listOpen(deps, [returned.value]);
      return shown === undefined ? no('payout_unknown') : yes(shown);
    },
  };
}

/** Creates the ways of money in and out, and adds them to pay: create it before anything starts. */
export function createRails(deps: RailsDeps) {
  registerFlow(deps);
  return {
    ...createOperations(deps),
    async getWays(personId: PersonId) {
      return { ways: await listWays(deps, personId), isClerk: await isClerk(deps.db, personId) };
    },
    redeemVoucher: (personId: PersonId, of: Parameters<typeof redeemVoucher>[2]) =>
      redeemVoucher(deps, personId, of),
    topUpSimulated: (personId: PersonId, of: Simulated) => topUpSimulated(deps, personId, of),
    beginPasskeyApproval: (personId: PersonId, asked: PayoutAsked) =>
      deps.pay.beginPasskeyApproval(personId, approvedOf(asked)),
    requestPayout: (personId: PersonId, input: NewPayout) => requestPayout(deps, personId, input),
    async cancelPayout(personId: PersonId, payoutId: string) {
      const of = { payoutId, reason: '', actorId: null, ownerId: personId };
      const returned = await returnPayout(deps, of);
      return returned.ok ? yes({ payout: payoutOf(deps, returned.value) }) : returned;
    },
    async listPayouts(personId: PersonId): Promise<Payout[]> {
      const rows = await selectPayoutsOf(deps.db, personId, listed.payouts);
      const known = rows.filter(({ currency }) => deps.pay.currencies.find(currency) !== undefined);
      return known.map((row) => payoutOf(deps, row));
    },
    takeCash: (clerkId: PersonId, of: Parameters<typeof desk.takeCash>[2]) =>
      desk.takeCash(deps, clerkId, of),
    payCash: (clerkId: PersonId, code: string) => desk.payCash(deps, clerkId, code),
    getDrawer: (clerkId: PersonId) => desk.getDrawer(deps, clerkId),
    countDrawer: (clerkId: PersonId, of: Parameters<typeof desk.countDrawer>[2]) =>
      desk.countDrawer(deps, clerkId, of),
    holding: createRailsHolding(deps) satisfies DataHolding,
  };
}

export type Rails = ReturnType<typeof createRails>;
