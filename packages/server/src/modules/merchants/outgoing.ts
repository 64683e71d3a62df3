import { present, type MerchantId, type MoveId, type PayKey, type PersonId } from '@plaza/base';
import type { Approval, MerchantPayout } from '@plaza/contract';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { MerchantsDeps } from './deps.ts';
import { outNoOf } from './ids.ts';
import { answerPayout, payOut } from './paying-out.ts';
import { payoutOf } from './present.ts';
import { allow, type NotOfStaff } from './staffing.ts';
import { selectMerchants } from './store/merchants.ts';
import { selectMove, selectMoveOf } from './store/moves.ts';
import { selectAsking } from './store/parties.ts';
import type { ApprovalRefusal, EndPayoutRefusal, MoveRow, PayoutRefusal } from './types.ts';

const shownAtOnce = 100;

/** What an owner says yes to; without a person it goes to their own wallet. */
export type OutgoingPayment = {
  merchantId: MerchantId;
  personId: PersonId | null;
  amountMinor: number;
  currency: string;
};

export type Outgoing = OutgoingPayment & {
  key: PayKey;
  note: string;
  mustAccept: boolean;
  approval: Approval;
};

export type OutgoingRefusal =
  | NotOfStaff
  | ApprovalRefusal
  | Exclude<PayoutRefusal, 'payout_conflict'>
  | 'key_reused';

/** What the approval is bound to. */
export function approvedOutgoing(of: OutgoingPayment) {
  const { merchantId, personId, amountMinor, currency } = of;
  return { payee: `payout ${merchantId} ${personId ?? 'own'}`, amountMinor, currency };
}

export async function presentPayouts(
  deps: MerchantsDeps,
  moves: readonly MoveRow[],
): Promise<MerchantPayout[]> {
  const merchants = await selectMerchants(deps.db, [...new Set(moves.map((m) => m.merchantId))]);
  const cards = await deps.identity.getCards(moves.flatMap(({ personId }) => personId ?? []));
  return moves.map((move) => {
    const merchant = merchants.find(({ merchantId }) => merchantId === move.merchantId);
    return payoutOf(deps.pay, { merchant: present(merchant, 'merchants are kept'), move, cards });
  });
}

async function presentOne(deps: MerchantsDeps, move: MoveRow): Promise<MerchantPayout> {
  return present((await presentPayouts(deps, [move]))[0], 'one for each');
}

/** An owner moves money of the merchant to their own wallet. */
export async function withdraw(
  deps: MerchantsDeps,
  ownerId: PersonId,
  input: Omit<Outgoing, 'personId' | 'note' | 'mustAccept'>,
): Promise<Outcome<MerchantPayout, Exclude<OutgoingRefusal, 'person_not_found'>>> {
  const own = { personId: null, note: '', mustAccept: false } as const;
  const outcome = await sendOut(deps, ownerId, { ...input, ...own });
  if (outcome.ok) return outcome;
  const { reason, details } = outcome;
  // Gone in this moment, with their wallet.
  return reason === 'person_not_found' ? no('payee_frozen') : no(reason, details);
}

/** An owner sends money of the merchant to somebody, or to their own wallet. */
export async function sendOut(
  deps: MerchantsDeps,
  ownerId: PersonId,
  input: Outgoing,
): Promise<Outcome<MerchantPayout, OutgoingRefusal>> {
  const { merchantId, key, personId, amountMinor, currency, note, mustAccept } = input;
  const isOwn = personId === null;
  const action = isOwn ? 'withdraw' : 'payOut';
  const allowed = await allow(deps, ownerId, { merchantId, action });
  if (!allowed.ok) return allowed;
  const kind = isOwn ? 'withdrawal' : 'payout';
  const outBillNo = outNoOf(key);
  // What was begun under this key was approved then.
  const known = await selectMoveOf(deps.db, { merchantId, kind, name: { outNo: outBillNo } });
  if (known === null || known.state === 'failed') {
    const payment = approvedOutgoing(input);
    const approved = await deps.pay.approve(ownerId, payment, input.approval);
    if (!approved.ok) return approved;
  }
  const outcome = await payOut(deps, merchantId, {
    ...{ kind, outBillNo, amountMinor, currency, note, mustAccept, actorId: ownerId, attrs: {} },
    personId: personId ?? ownerId,
  });
  if (outcome.ok) return yes(await presentOne(deps, outcome.value));
  return outcome.reason === 'payout_conflict'
    ? no('key_reused')
    : no(outcome.reason, outcome.details);
}

/** Payouts that wait for this person’s yes. */
export async function listPayouts(
  deps: MerchantsDeps,
  personId: PersonId,
): Promise<MerchantPayout[]> {
  const { db, clock } = deps;
  const asked = { isOrder: false, now: clock.now(), limit: shownAtOnce };
  const moves: MoveRow[] = [];
  for (const { merchantId, subjectId } of await selectAsking(db, personId, asked)) {
    const move = await selectMove(db, merchantId, subjectId as MoveId);
    if (move?.state === 'held') moves.push(move);
  }
  return presentPayouts(deps, moves);
}

export async function answer(
  deps: MerchantsDeps,
  personId: PersonId,
  of: { payoutId: MoveId; accept: boolean },
): Promise<Outcome<MerchantPayout, EndPayoutRefusal>> {
  const outcome = await answerPayout(deps, personId, of);
  return outcome.ok ? yes(await presentOne(deps, outcome.value)) : outcome;
}
