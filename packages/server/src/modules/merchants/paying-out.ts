import { cleanLine, present, type MerchantId, type MoveId, type PersonId } from '@plaza/base';
import { payoutHours } from '@plaza/contract';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { CurrencyProfile } from '../pay/index.ts';
import type { MerchantsDeps } from './deps.ts';
import { moveIdOf } from './ids.ts';
import { carried, dueAfter, newMove } from './refunding.ts';
import { insertMove, retryMove, selectMoveOf, wantEnd } from './store/moves.ts';
import { putParties, selectParties } from './store/parties.ts';
import type { EndPayoutRefusal, MoveName, MoveRow, NewPayout, PayoutRefusal } from './types.ts';

export const longestNote = 60;
const secondsToAccept = payoutHours * 3600;

type Answer = Outcome<MoveRow, PayoutRefusal>;
type Asked = NewPayout & { kind: 'payout' | 'withdrawal' };

const isSame = (move: MoveRow, of: Asked) =>
  move.personId === of.personId &&
  move.amountMinor === BigInt(of.amountMinor) &&
  move.currency === of.currency;

/**
 * Money of a merchant goes to a person where money goes between people at all; to its owner also
 * where merchants may change it back.
 */
export function judgeNumbers(
  { pay }: MerchantsDeps,
  { currency, amountMinor, kind }: Asked,
): Outcome<CurrencyProfile, 'wrong_currency' | 'amount_too_large'> {
  const profile = pay.currencies.find(currency);
  if (profile === undefined) return no('wrong_currency');
  const isOwn = kind === 'withdrawal' && profile.cashOut !== 'nobody';
  if (!profile.mayTransfer && !isOwn) return no('wrong_currency');
  return amountMinor > profile.maxAmountMinor ? no('amount_too_large') : yes(profile);
}

async function ended(deps: MerchantsDeps, move: MoveRow): Promise<Answer> {
  const outcome = await carried(deps, move);
  if (!outcome.ok || outcome.value.state !== 'failed') return outcome;
  return no(outcome.value.failure as PayoutRefusal);
}

async function again(deps: MerchantsDeps, known: MoveRow, asked: Asked): Promise<Answer> {
  if (!isSame(known, asked)) return no('payout_conflict');
  if (known.state === 'failed') {
    // What it took of limits was given back when it failed.
    const tried = await decide(deps.db, async (tx): Promise<Outcome<null, 'limit_reached'>> => {
      if (!(await retryMove(tx, known, dueAfter(deps))) || known.quotas.length === 0) {
        return yes(null);
      }
      return deps.pay.limits.reserve(tx, known.quotas);
    });
    if (!tried.ok) return tried;
  }
  return ended(deps, known);
}

/** Sends money of a merchant to a person, at once or when they say yes. */
export async function payOut(
  deps: MerchantsDeps,
  merchantId: MerchantId,
  asked: Asked,
): Promise<Answer> {
  const { db, clock, identity, pay } = deps;
  const { kind, outBillNo: outNo, personId, currency, amountMinor, actorId, attrs } = asked;
  const known = await selectMoveOf(db, { merchantId, kind, name: { outNo } });
  if (known !== null) return again(deps, known, asked);
  const numbers = judgeNumbers(deps, asked);
  if (!numbers.ok) return numbers;
  const card = (await identity.getCards([personId])).get(personId);
  if (card === undefined || card.displayName === '') return no('person_not_found');
  const wallet = await pay.findWallet(personId, currency);
  if (wallet?.state === 'frozen') return no('payee_frozen');
  const allowed = await pay.limits.judge([{ personId, currency, amountMinor, way: 'receive' }]);
  if (!allowed.ok) return allowed;
  const quotas = allowed.value;
  const moveId = moveIdOf(merchantId, kind, outNo);
  const move = newMove({
    ...{ merchantId, moveId, kind, outNo, personId, currency, actorId, attrs, quotas },
    ...{ amountMinor: BigInt(amountMinor), createdAt: clock.now() },
    note: cleanLine(asked.note, longestNote),
    holdSeconds: asked.mustAccept ? secondsToAccept : null,
  });
  const begun = await decide(db, async (tx): Promise<Outcome<null, 'limit_reached'>> => {
    if (!(await insertMove(tx, move, dueAfter(deps)))) return yes(null);
    const party = { personId, merchantId, subjectId: moveId, isOrder: false, askingUntil: null };
    await putParties(tx, [party]);
    return pay.limits.reserve(tx, quotas);
  });
  if (!begun.ok) return begun;
  const made = await selectMoveOf(db, { merchantId, kind, name: { outNo } });
  const row = present(made, 'a payout of this number is there');
  return isSame(row, asked) ? ended(deps, row) : no('payout_conflict');
}

type Ended = Outcome<MoveRow, EndPayoutRefusal>;

/** Takes a payout that waits, or sends it back; the first who says so is heard. */
async function endPayout(
  deps: MerchantsDeps,
  move: MoveRow | null,
  wanted: 'take' | 'release',
): Promise<Ended> {
  if (move === null) return no('payout_unknown');
  const to = wanted === 'take' ? 'done' : 'returned';
  const { amountMinor } = move;
  const wantedMinor = wanted === 'take' ? amountMinor : 0n;
  await wantEnd(deps.db, move, { wanted, wantedMinor, dueAt: dueAfter(deps) });
  const outcome = await carried(deps, move);
  if (!outcome.ok) return outcome;
  if (outcome.value.state === to && move.holdSeconds !== null) return outcome;
  return no(outcome.value.state === 'held' ? 'payee_frozen' : 'payout_settled');
}

/** The merchant takes back what the person has not said yes to. */
export async function cancelPayout(
  deps: MerchantsDeps,
  merchantId: MerchantId,
  name: MoveName,
): Promise<Ended> {
  const move = await selectMoveOf(deps.db, { merchantId, kind: 'payout', name });
  return endPayout(deps, move, 'release');
}

/** The person says yes or no. */
export async function answerPayout(
  deps: MerchantsDeps,
  personId: PersonId,
  { payoutId, accept }: { payoutId: MoveId; accept: boolean },
): Promise<Ended> {
  const [party] = await selectParties(deps.db, personId, [payoutId]);
  if (party === undefined) return no('payout_unknown');
  const { merchantId } = party;
  const of = { merchantId, kind: 'payout' as const, name: { moveId: payoutId } };
  return endPayout(deps, await selectMoveOf(deps.db, of), accept ? 'take' : 'release');
}
