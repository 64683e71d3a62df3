import { present, type BillId, type PersonId } from '@plaza/base';
import type { Bill, BillDetail, BillPayment } from '@plaza/contract';
import type { DataHolding } from '../../kernel/holdings/index.ts';
import { no, yes, type No, type Outcome } from '../../kernel/rpc/index.ts';
import { transferCodes } from '../ledger/index.ts';
import type { PayCore } from '../pay/index.ts';
import { registerCards } from './cards.ts';
import { close, markShare, remind } from './collecting.ts';
import { createBill } from './creating.ts';
import type { BillsDeps } from './deps.ts';
import { createBillsHolding } from './holding.ts';
import { createPayFinisher } from './moving.ts';
import { approvedOf, judgePaying, keptOfPaying } from './paying.ts';
import { applyPaid, loadBills } from './projecting.ts';
import { getBills, getDetail, listOpen } from './reading.ts';
import { selectBill } from './store/bills.ts';
import { deleteParties, selectOthers } from './store/parties.ts';
import { finishOf, sweepBills } from './sweeping.ts';
import type {
  CreateRefusal,
  Mark,
  MarkRefusal,
  NewBill,
  NewPayment,
  PayRefusal,
  RemindRefusal,
} from './types.ts';
import { writeBills } from './writing.ts';

type Answer<T, Reason extends string> = Promise<Outcome<T, Reason>>;

/** Bills that somebody splits among people, or money that they collect. */
export type Bills = {
  create(collectorId: PersonId, input: NewBill): Answer<Bill, CreateRefusal>;
  beginPasskeyApproval(
    personId: PersonId,
    payment: { billId: BillId; amountMinor: number; currency: string },
  ): ReturnType<PayCore['beginPasskeyApproval']>;
  /** `approval: null` is the city itself, as in tests: never from outside. */
  pay(payerId: PersonId, input: NewPayment): Answer<BillPayment, PayRefusal>;
  close(collectorId: PersonId, billId: BillId): Answer<Bill, 'bill_unknown'>;
  remind(collectorId: PersonId, billId: BillId): Answer<Bill, RemindRefusal>;
  markShare(collectorId: PersonId, mark: Mark): Answer<Bill, MarkRefusal>;
  listOpen(viewerId: PersonId): Promise<Bill[]>;
  getBills(viewerId: PersonId, billIds: readonly BillId[]): Promise<Bill[]>;
  getDetail(viewerId: PersonId, billId: BillId): Answer<BillDetail, 'bill_unknown'>;
  holding: DataHolding;
};

function registerFlow(deps: BillsDeps): void {
  deps.pay.register({
    name: 'bills',
    codes: [transferCodes.billPay],
    load: loadBills,
    apply: applyPaid,
    write: (tx, book) => writeBills(deps, tx, book),
    finishers: { pay: createPayFinisher(deps) },
    sweep: () => sweepBills(deps),
    finishOf: (personId) => finishOf(deps, personId),
    namedWith: selectOthers,
    forget: deleteParties,
  });
}

/** What the collector may hold is their own affair, also where it was reached only just now. */
function refusedOf({ reason, details }: No<string>): No<PayRefusal> {
  const { limit } = (details ?? {}) as { limit?: string };
  if (reason === 'limit_reached' && limit === 'balance') return no('payee_frozen');
  return no(reason as PayRefusal, details);
}

async function pay(
  deps: BillsDeps,
  payerId: PersonId,
  input: NewPayment,
): Answer<BillPayment, PayRefusal> {
  const { key, billId, amountMinor } = input;
  const outcome = await deps.pay.run({
    asked: { personId: payerId, key, method: 'bills.pay', body: [billId, amountMinor] },
    judge: () => judgePaying(deps, payerId, input),
    kept: keptOfPaying,
  });
  if (!outcome.ok) return refusedOf(outcome);
  const paid = outcome.value as { amountMinor: number; at: string };
  const { currency } = present(await selectBill(deps.db, billId), 'bills are kept');
  return yes({ billId, money: deps.pay.moneyOf(currency, BigInt(paid.amountMinor)), at: paid.at });
}

/** Creates the service, and adds it to pay: create it before anything starts. */
export function createBills(deps: BillsDeps): Bills {
  registerCards(deps);
  registerFlow(deps);

  async function shown<Reason extends string>(
    viewerId: PersonId,
    billId: BillId,
    outcome: Outcome<unknown, Reason>,
  ): Answer<Bill, Reason> {
    if (!outcome.ok) return outcome;
    const [bill] = await getBills(deps, viewerId, [billId]);
    return yes(present(bill, 'whose bill it is may see it'));
  }

  return {
    async create(collectorId, input) {
      const made = await createBill(deps, collectorId, input);
      return made.ok ? shown(collectorId, made.value, made) : made;
    },
    beginPasskeyApproval: (personId, payment) =>
      deps.pay.beginPasskeyApproval(personId, approvedOf(payment)),
    pay: (payerId, input) => pay(deps, payerId, input),
    close: async (id, billId) => shown(id, billId, await close(deps, id, billId)),
    remind: async (id, billId) => shown(id, billId, await remind(deps, id, billId)),
    markShare: async (id, mark) => shown(id, mark.billId, await markShare(deps, id, mark)),
    listOpen: (viewerId) => listOpen(deps, viewerId),
    getBills: (viewerId, billIds) => getBills(deps, viewerId, billIds),
    getDetail: (viewerId, billId) => getDetail(deps, viewerId, billId),
    holding: createBillsHolding(deps),
  };
}
