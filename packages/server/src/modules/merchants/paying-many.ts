import { cleanLine, present, type MerchantId } from '@plaza/base';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { CreateTransferStatus as Status, u128Of } from '../ledger/index.ts';
import { NotKnown, type CurrencyProfile } from '../pay/index.ts';
import type { MerchantsDeps } from './deps.ts';
import { moveIdOf } from './ids.ts';
import { judgeNumbers, longestNote, payOut } from './paying-out.ts';
import { dueAfter, newMove } from './refunding.ts';
import { requestOf } from './requests.ts';
import { putParties } from './store/parties.ts';
import { insertPayouts, selectPayouts } from './store/payouts.ts';
import type { MoveRow, NewPayout, PayoutRefusal } from './types.ts';
import { ensureWallet } from './wallets.ts';

// Payouts of one merchant in one currency that are asked for together. Those that nothing stands in
// the way of go in one transaction, one question to the ledger and one projection; each of them
// has the ids that it would have alone, so a process may die between any two steps here as there.
// Everything else, and whatever did not get through, goes the way of a single payout.

type Answer = Outcome<MoveRow, PayoutRefusal>;
type Plain = { move: MoveRow; personAccount: bigint };

/** Null: it is to be looked at by itself. */
async function judgePlain(
  deps: MerchantsDeps,
  of: { merchantId: MerchantId; asked: NewPayout; profile: CurrencyProfile; isThere: boolean },
): Promise<Plain | null> {
  const { pay, clock } = deps;
  const { merchantId, asked, profile, isThere } = of;
  const { personId, amountMinor, currency, actorId, attrs, outBillNo: outNo } = asked;
  const isUsual = isThere && !asked.mustAccept && currency === profile.code;
  if (!isUsual || !judgeNumbers(deps, { ...asked, kind: 'payout' }).ok) return null;
  const wallet = await pay.findWallet(personId, currency);
  if (wallet === null || !wallet.inLedger || wallet.state === 'frozen') return null;
  const allowed = await pay.limits.judge([{ personId, currency, amountMinor, way: 'receive' }]);
  if (!allowed.ok) return null;
  const move = newMove({
    ...{ merchantId, moveId: moveIdOf(merchantId, 'payout', outNo), kind: 'payout', outNo },
    ...{ personId, currency, actorId, attrs, quotas: allowed.value },
    ...{ amountMinor: BigInt(amountMinor), createdAt: clock.now() },
    note: cleanLine(asked.note, longestNote),
  });
  return { move, personAccount: u128Of(wallet.accountId) };
}

/** New ones that nothing stands in the way of, each number and each person once. */
async function findPlain(
  deps: MerchantsDeps,
  merchantId: MerchantId,
  { all, profile }: { all: readonly NewPayout[]; profile: CurrencyProfile },
): Promise<Plain[]> {
  const outNos = all.map(({ outBillNo }) => outBillNo);
  const known = await selectPayouts(deps.db, merchantId, outNos);
  const taken = new Set(known.map(({ outNo }) => outNo));
  const cards = await deps.identity.getCards(all.map(({ personId }) => personId));
  const judged = await Promise.all(
    all
      .filter(({ outBillNo }) => !taken.has(outBillNo) && taken.add(outBillNo))
      .map((asked) => {
        const isThere = (cards.get(asked.personId)?.displayName ?? '') !== '';
        return judgePlain(deps, { merchantId, asked, profile, isThere });
      }),
  );
  // A counter is raised once in a statement: who is paid twice and has limits, waits.
  const counted = new Set<string>();
  return judged.filter((plain) => {
    if (plain === null || plain.move.quotas.length === 0) return plain !== null;
    const personId = present(plain.move.personId, 'a payout is to somebody');
    return !counted.has(personId) && counted.add(personId);
  }) as Plain[];
}

/** The intents of those that are really new; none where a limit was reached meanwhile. */
async function writeIntents(
  deps: MerchantsDeps,
  merchantId: MerchantId,
  plain: readonly Plain[],
): Promise<Plain[]> {
  const begun = await decide(deps.db, async (tx): Promise<Outcome<Plain[], 'limit_reached'>> => {
    const moves = plain.map(({ move }) => move);
    const made = await insertPayouts(tx, moves, { merchantId, dueAt: dueAfter(deps) });
    const mine = plain.filter(({ move }) => made.has(move.moveId));
    await putParties(
      tx,
      mine.map(({ move: { personId, moveId: subjectId } }) => ({
        personId: present(personId, 'a payout is to somebody'),
        ...{ merchantId, subjectId, isOrder: false, askingUntil: null },
      })),
    );
    const quotas = mine.flatMap(({ move }) => move.quotas);
    const reserved = await deps.pay.limits.reserve(tx, quotas);
    return reserved.ok ? yes(mine) : reserved;
  });
  return begun.ok ? begun.value : [];
}

/** Asks the ledger for all of them, and waits until what it did is projected. */
async function moveMoney(
  deps: MerchantsDeps,
  merchantId: MerchantId,
  { mine, profile }: { mine: readonly Plain[]; profile: CurrencyProfile },
): Promise<void> {
  const wallet = await ensureWallet(deps, merchantId, profile);
  const merchant = u128Of(wallet.accountId);
  const requests = mine.flatMap(({ move, personAccount: person }) =>
    requestOf(move, { ledger: profile.ledger, merchant, person }),
  );
  const results = await deps.pay.ledger.createTransfers(requests);
  const done = results.filter(({ status }) => status === Status.created);
  const last = done.reduce((most, { timestamp }) => (timestamp > most ? timestamp : most), 0n);
  if (last > 0n) await deps.pay.reach(last);
}

/** Those that are through, by their numbers. */
async function payPlain(
  deps: MerchantsDeps,
  merchantId: MerchantId,
  of: { all: readonly NewPayout[]; profile: CurrencyProfile },
): Promise<Map<string, MoveRow>> {
  const { profile } = of;
  const plain = await findPlain(deps, merchantId, of);
  if (plain.length === 0) return new Map();
  const mine = await writeIntents(deps, merchantId, plain);
  if (mine.length === 0) return new Map();
  try {
    await moveMoney(deps, merchantId, { mine, profile });
  } catch (error) {
    // Each is asked for again by itself, and says so if it is still not known.
    if (!(error instanceof NotKnown)) throw error;
  }
  const outNos = mine.map(({ move }) => move.outNo);
  const rows = await selectPayouts(deps.db, merchantId, outNos);
  return new Map(rows.flatMap((row) => (row.state === 'done' ? [[row.outNo, row]] : [])));
}

/**
 * Sends money of a merchant to many people at once; each has an answer of its own, in the order of
 * the questions.
 */
export async function payOutMany(
  deps: MerchantsDeps,
  merchantId: MerchantId,
  all: readonly NewPayout[],
): Promise<Answer[]> {
  const profile = deps.pay.currencies.find(all[0]?.currency ?? '');
  if (profile === undefined) return all.map(() => no('wrong_currency'));
  const through = await payPlain(deps, merchantId, { all, profile });
  const answers: Answer[] = [];
  for (const asked of all) {
    const row = through.get(asked.outBillNo);
    const isIt = row?.personId === asked.personId && row.amountMinor === BigInt(asked.amountMinor);
    const single = { ...asked, kind: 'payout' as const };
    answers.push(row !== undefined && isIt ? yes(row) : await payOut(deps, merchantId, single));
  }
  return answers;
}
