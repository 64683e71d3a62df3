import { cleanLine, splitEvenly, type BillId, type PersonId } from '@plaza/base';
import { billDays, maxBillTitleLength, maxOpenBills, maxSplitPeople } from '@plaza/contract';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { digestOf, type CurrencyProfile } from '../pay/index.ts';
import { cardTopic, type CardPayload } from './cards.ts';
import type { BillsDeps } from './deps.ts';
import { billIdOf } from './ids.ts';
import { countOpen, insertBill, selectBill } from './store/bills.ts';
import { insertParties } from './store/parties.ts';
import { insertShares } from './store/shares.ts';
import { itemsOf } from './telling.ts';
import type { BillRow, CreateRefusal, NewBill, NoPlace, ShareRow } from './types.ts';

const lifeMs = billDays * 24 * 3_600_000;

type Amounts = readonly (number | null)[];
type NumberRefusal = 'invalid' | 'amount_too_small' | 'amount_too_large' | 'sum_wrong';

function split(totalMinor: number, parts: NewBill['parts']): Outcome<Amounts, NumberRefusal> {
  if (parts.length > maxSplitPeople) return no('invalid');
  if (parts.every(({ amountMinor }) => amountMinor === null)) {
    if (totalMinor < parts.length) return no('amount_too_small');
    return yes(splitEvenly(totalMinor, parts.length));
  }
  const own = parts.flatMap(({ amountMinor }) => amountMinor ?? []);
  if (own.length < parts.length) return no('invalid');
  const sumMinor = own.reduce((sum, one) => sum + one, 0);
  return sumMinor === totalMinor ? yes(own) : no('sum_wrong');
}

/** What each is asked for, in their order; null: what they choose. Pure. */
export function amountsOf(
  collectorId: PersonId,
  { kind, amountMinor, parts }: Pick<NewBill, 'kind' | 'amountMinor' | 'parts'>,
  mostMinor: number,
): Outcome<Amounts, NumberRefusal> {
  const people = new Set(parts.map(({ personId }) => personId));
  const hasOthers = people.size > (people.has(collectorId) ? 1 : 0);
  if (people.size < parts.length || !hasOthers) return no('invalid');
  let amounts: Amounts;
  if (kind === 'split') {
    if (amountMinor === null) return no('invalid');
    const parted = split(amountMinor, parts);
    if (!parted.ok) return parted;
    amounts = parted.value;
  } else {
    // Who collects does not give to themselves.
    const isPlain = parts.every((part) => part.amountMinor === null);
    if (!isPlain || people.has(collectorId)) return no('invalid');
    amounts = parts.map(() => amountMinor);
  }
  return amounts.some((one) => (one ?? 0) > mostMinor) ? no('amount_too_large') : yes(amounts);
}

/** Who asks may write there, and whom they ask is there. */
async function judgePlace(
  { chat }: BillsDeps,
  collectorId: PersonId,
  { conversationId, parts }: NewBill,
): Promise<Outcome<null, CreateRefusal>> {
  const named = parts.map(({ personId }) => personId).filter((id) => id !== collectorId);
  const place = await chat.mayCall(collectorId, conversationId, named);
  if (!place.ok) return no(place.reason as NoPlace);
  const there = new Set(place.value.others);
  return named.every((id) => there.has(id)) ? yes(null) : no('taker_unknown');
}

/** Whoever asks for money has to be able to be given it. */
async function judgeCollector(
  { db, pay }: BillsDeps,
  collectorId: PersonId,
  currency: string,
): Promise<Outcome<null, CreateRefusal>> {
  const wallet = await pay.findWallet(collectorId, currency);
  if (wallet?.state === 'frozen') return no('wallet_frozen');
  const use = { personId: collectorId, currency, amountMinor: 1, way: 'receive' } as const;
  const allowed = await pay.limits.judge([use]);
  // Who holds all that they may can spend some of it before somebody pays.
  if (!allowed.ok && allowed.reason !== 'limit_reached') return no(allowed.reason);
  return (await countOpen(db, collectorId)) >= maxOpenBills ? no('too_many_bills') : yes(null);
}

function rowsOf(
  { clock }: BillsDeps,
  collectorId: PersonId,
  of: { input: NewBill; amounts: Amounts; digest: Buffer },
): { row: BillRow; shares: ShareRow[] } {
  const { conversationId, kind, currency, amountMinor, parts, key, title } = of.input;
  const billId = billIdOf(collectorId, key);
  const createdAt = clock.now();
  const shares = parts.map(({ personId }, index): ShareRow => {
    const asked = of.amounts[index] ?? null;
    const isOwn = personId === collectorId;
    return {
      ...{ billId, personId, place: index + 1, paidMinor: null, attempt: 0, remindedAt: null },
      amountMinor: asked === null ? null : BigInt(asked),
      state: isOwn ? 'own' : 'open',
      changedAt: isOwn ? createdAt : null,
    };
  });
  const askedCount = shares.filter(({ state }) => state === 'open').length;
  const row: BillRow = {
    ...{ billId, collectorId, conversationId, kind, currency, digest: of.digest, createdAt },
    title: cleanLine(title, maxBillTitleLength),
    amountMinor: amountMinor === null ? null : BigInt(amountMinor),
    ...{ askedCount, openCount: askedCount, paidCount: 0, paidMinor: 0n, state: 'open' },
    ...{ reminderCount: 0, version: 1, overAt: null },
    closesAt: new Date(createdAt.getTime() + lifeMs),
  };
  return { row, shares };
}

function digestOfBill(input: NewBill): Buffer {
  const { conversationId, kind, title, currency, amountMinor, parts } = input;
  const asked = [conversationId, kind, title, currency, amountMinor, parts];
  return digestOf(['bill', JSON.stringify(asked)]);
}

async function write(
  deps: BillsDeps,
  { row, shares }: { row: BillRow; shares: readonly ShareRow[] },
): Promise<void> {
  const { billId, conversationId, collectorId } = row;
  await deps.db.tx(async (tx) => {
    if (!(await insertBill(tx, row))) return;
    await insertShares(tx, shares);
    const people = new Set([collectorId, ...shares.map(({ personId }) => personId)]);
    await insertParties(
      tx,
      [...people].map((personId) => ({ personId, billId })),
    );
    const payload: CardPayload = { billId, conversationId, reminder: null };
    await deps.outbox.add(tx, cardTopic, payload);
    const change = { row, concerned: [], isEnd: false };
    await deps.sync.appendMany(tx, await itemsOf(deps, tx, [change]));
  });
}

async function judgeNew(
  deps: BillsDeps,
  collectorId: PersonId,
  of: { input: NewBill; profile: CurrencyProfile },
): Promise<Outcome<Amounts, CreateRefusal>> {
  const amounts = amountsOf(collectorId, of.input, of.profile.maxAmountMinor);
  if (!amounts.ok) return amounts;
  if (cleanLine(of.input.title, maxBillTitleLength) === '') return no('invalid');
  const place = await judgePlace(deps, collectorId, of.input);
  if (!place.ok) return place;
  const may = await judgeCollector(deps, collectorId, of.profile.code);
  return may.ok ? amounts : may;
}

/** Asks people for money. The same key gives the same bill, however often it is asked. */
export async function createBill(
  deps: BillsDeps,
  collectorId: PersonId,
  input: NewBill,
): Promise<Outcome<BillId, CreateRefusal>> {
  const billId = billIdOf(collectorId, input.key);
  const digest = digestOfBill(input);
  const known = await selectBill(deps.db, billId);
  if (known === null) {
    const profile = deps.pay.currencies.find(input.currency);
    if (profile === undefined || !profile.mayTransfer) return no('wrong_currency');
    const judged = await judgeNew(deps, collectorId, { input, profile });
    if (!judged.ok) return judged;
    await write(deps, rowsOf(deps, collectorId, { input, amounts: judged.value, digest }));
  }
  // Of two at once under one key the first is heard.
  const row = known ?? (await selectBill(deps.db, billId));
  return row?.digest.equals(digest) === true ? yes(billId) : no('key_reused');
}
