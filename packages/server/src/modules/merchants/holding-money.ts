import { cleanLine, present, type MerchantId, type MoveId, type PayKey } from '@plaza/base';
import type { PersonId } from '@plaza/base';
import { maxHoldDays, type Approval, type Hold } from '@plaza/contract';
import { no, yes, type No, type Outcome } from '../../kernel/rpc/index.ts';
import type { Finisher, Intent } from '../pay/index.ts';
import { carryOut } from './carrying.ts';
import { addChange } from './changes.ts';
import type { MerchantsDeps } from './deps.ts';
import { moveIdOf } from './ids.ts';
import { judgeSale, longestDescription } from './ordering.ts';
import { approvedOf } from './paying.ts';
import { holdOf } from './present.ts';
import { carried, dueAfter, newMove } from './refunding.ts';
import { selectMerchant } from './store/merchants.ts';
import * as store from './store/moves.ts';
import { putParties } from './store/parties.ts';
import type {
  ApprovalRefusal,
  Attrs,
  EndHoldRefusal,
  HoldRefusal,
  MoveName,
  MoveRow,
  NewHold,
  SpendRefusal,
} from './types.ts';

const kind = 'hold' as const;
const longestSeconds = maxHoldDays * 24 * 3600;

export const findHold = ({ db }: MerchantsDeps, merchantId: MerchantId, name: MoveName) =>
  store.selectMoveOf(db, { merchantId, kind, name });

/** Asks for a hold: nothing is held until somebody says yes. */
export async function createHold(
  deps: MerchantsDeps,
  merchantId: MerchantId,
  asked: NewHold,
): Promise<Outcome<MoveRow, HoldRefusal>> {
  const { outOrderNo: outNo, amountMinor, currency, attrs } = asked;
  const isSame = (move: MoveRow) =>
    move.amountMinor === BigInt(amountMinor) && move.currency === currency;
  const find = () => findHold(deps, merchantId, { outNo });
  const known = await find();
  if (known !== null) return isSame(known) ? yes(known) : no('hold_conflict');
  const judged = await judgeSale(deps, merchantId, asked);
  if (!judged.ok) return judged;
  const move = newMove({
    ...{ merchantId, moveId: moveIdOf(merchantId, kind, outNo), kind, outNo, currency, attrs },
    ...{ personId: null, onlyPersonId: asked.onlyPayerId, state: 'asked' },
    ...{ amountMinor: BigInt(amountMinor), createdAt: deps.clock.now() },
    holdSeconds: Math.min(asked.holdSeconds, longestSeconds),
    note: cleanLine(asked.description, longestDescription),
  });
  await deps.db.tx(async (tx) => {
    if (await store.insertMove(tx, move, null)) await addChange(deps, tx, move);
  });
  const made = present(await find(), 'a hold of this number is there');
  return isSame(made) ? yes(made) : no('hold_conflict');
}

export type NewAllowance = {
  key: PayKey;
  merchantId: MerchantId;
  holdId: MoveId;
  amountMinor: number;
  approval: Approval | null;
};

export type AllowRefusal =
  | 'hold_unknown'
  | 'hold_over'
  | 'wrong_amount'
  | 'merchant_closed'
  | SpendRefusal
  | ApprovalRefusal
  | 'key_reused'
  | 'unavailable';

export const keptOfAllowing: ReadonlySet<string> = new Set<AllowRefusal>([
  ...(['merchant_closed', 'hold_over', 'wallet_frozen'] as const),
]);

type Judged = Outcome<Intent, AllowRefusal>;

async function judgeAllowing(
  deps: MerchantsDeps,
  payerId: PersonId,
  input: NewAllowance,
): Promise<Judged> {
  const { merchantId, holdId, amountMinor, approval } = input;
  const move = await findHold(deps, merchantId, { moveId: holdId });
  if (move === null || !mayAllow(move, payerId)) return no('hold_unknown');
  if (!isAsked(move)) return no('hold_over');
  if (move.amountMinor !== BigInt(amountMinor)) return no('wrong_amount');
  const { currency } = move;
  const sale = await judgeSale(deps, merchantId, { currency, amountMinor });
  // What it was when it was asked for, and is no more, is over.
  if (!sale.ok) return no(sale.reason === 'merchant_closed' ? sale.reason : 'hold_over');
  const wallet = await deps.pay.findWallet(payerId, currency);
  if (wallet?.state === 'frozen') return no('wallet_frozen');
  const use = { personId: payerId, currency, amountMinor, way: 'spend' as const };
  const allowed = await deps.pay.limits.judge([use]);
  if (!allowed.ok) return allowed;
  const quotas = allowed.value;
  if (approval !== null) {
    const payment = { merchantId, orderId: holdId as string as never, amountMinor, currency };
    const approved = await deps.pay.approve(payerId, approvedOf(payment), approval);
    if (!approved.ok) return approved;
  }
  if (!wallet?.inLedger) await deps.pay.ensureWallet(payerId, sale.value);
  return yes({
    subjectId: holdId,
    async write(tx): Promise<void | No<string>> {
      const key = { merchantId, moveId: holdId };
      const of = { personId: payerId, quotas, dueAt: dueAfter(deps) };
      const agreed = await store.agreeToHold(tx, key, of);
      if (agreed === null) return no('hold_over');
      // Not with the command, which ends when it is held: what comes back counts no more.
      const reserved = await deps.pay.limits.reserve(tx, quotas);
      if (!reserved.ok) return reserved;
      const party = { merchantId, subjectId: holdId, isOrder: false, askingUntil: null };
      await putParties(tx, [{ personId: payerId, ...party }]);
      await addChange(deps, tx, agreed);
    },
  });
}

/** One that the ledger refused may be allowed again, once there is money for it. */
const isAsked = ({ state }: MoveRow) => state === 'asked' || state === 'failed';

/** Somebody who was not asked may say yes where nobody in particular is. */
export function mayAllow(move: MoveRow, personId: PersonId): boolean {
  if (!isAsked(move)) return move.personId === personId;
  return move.onlyPersonId === null || move.onlyPersonId === personId;
}

export function createAllowFinisher(deps: MerchantsDeps): Finisher {
  return async ({ subjectId }) => {
    const [found] = await store.selectMoves(deps.db, [subjectId]);
    const move = await carryOut(deps, present(found, 'the intent names its hold'));
    if (move.failure !== null) return { outcome: { ok: false, reason: move.failure } };
    const { merchantId, moveId, expiresAt } = move;
    const value = { merchantId, moveId, expiresAt: expiresAt?.toISOString() ?? null };
    return { outcome: { ok: true, value } };
  };
}

/** The payer says yes to a hold. */
export async function allowHold(
  deps: MerchantsDeps,
  payerId: PersonId,
  input: NewAllowance,
): Promise<Outcome<Hold, AllowRefusal>> {
  const { key, merchantId, holdId, amountMinor } = input;
  const outcome = await deps.pay.run({
    asked: {
      ...{ personId: payerId, key, method: 'merchants.allowHold' },
      body: [merchantId, holdId, amountMinor],
    },
    judge: () => judgeAllowing(deps, payerId, input),
    kept: keptOfAllowing,
  });
  if (!outcome.ok) return outcome as Outcome<Hold, AllowRefusal>;
  const { expiresAt } = outcome.value as { expiresAt: string | null };
  const move = present(await findHold(deps, merchantId, { moveId: holdId }), 'holds are kept');
  const then = { ...move, state: 'held' as const, settledMinor: 0n, settledAt: null };
  return yes({ ...(await presentHold(deps, then)), expiresAt });
}

export async function presentHold(deps: MerchantsDeps, move: MoveRow): Promise<Hold> {
  const merchant = present(await selectMerchant(deps.db, move.merchantId), 'merchants are kept');
  const cards = await deps.identity.getCards(move.personId === null ? [] : [move.personId]);
  return holdOf(deps.pay, { merchant, move, cards });
}

type Ended = Outcome<MoveRow, EndHoldRefusal>;

async function endHold(
  deps: MerchantsDeps,
  move: MoveRow,
  of: { wanted: 'take' | 'release'; wantedMinor: bigint },
): Promise<Ended> {
  await store.wantEnd(deps.db, move, { ...of, dueAt: dueAfter(deps) });
  const outcome = await carried(deps, move);
  if (!outcome.ok) return outcome;
  const { state, settledMinor } = outcome.value;
  const isIt =
    of.wanted === 'take'
      ? state === 'done' && settledMinor === of.wantedMinor
      : state === 'returned';
  if (isIt) return outcome;
  return no(state === 'held' ? 'unavailable' : 'hold_over');
}

/** Takes so much of what is held; the rest goes back. Nothing of it is a release. */
export async function completeHold(
  deps: MerchantsDeps,
  merchantId: MerchantId,
  of: { name: MoveName; takeMinor: number },
): Promise<Ended> {
  const move = await findHold(deps, merchantId, of.name);
  if (move === null) return no('hold_unknown');
  if (isAsked(move)) return no('hold_asked');
  const wantedMinor = BigInt(of.takeMinor);
  if (wantedMinor > move.amountMinor) return no('wrong_amount');
  return endHold(deps, move, { wanted: wantedMinor === 0n ? 'release' : 'take', wantedMinor });
}

/** Releases all of it; one that nobody said yes to is dropped. */
export async function cancelHold(
  deps: MerchantsDeps,
  merchantId: MerchantId,
  name: MoveName,
): Promise<Ended> {
  const move = await findHold(deps, merchantId, name);
  if (move === null) return no('hold_unknown');
  if (isAsked(move) || move.state === 'dropped') {
    await deps.db.tx(async (tx) => {
      if (await store.dropMove(tx, move)) await addChange(deps, tx, { ...move, state: 'dropped' });
    });
    const now = present(await findHold(deps, merchantId, name), 'holds are kept');
    if (now.state === 'dropped') return yes(now);
  }
  return endHold(deps, move, { wanted: 'release', wantedMinor: 0n });
}

export async function modifyHold(
  deps: MerchantsDeps,
  merchantId: MerchantId,
  of: { name: MoveName; attrs: Attrs },
): Promise<Outcome<MoveRow, 'hold_unknown'>> {
  const move = await findHold(deps, merchantId, of.name);
  if (move === null) return no('hold_unknown');
  await store.setMoveAttrs(deps.db, move, of.attrs);
  return yes({ ...move, attrs: of.attrs });
}
