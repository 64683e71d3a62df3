import { cleanLine, type PayKey, type PersonId } from '@plaza/base';
import type { Drawer, DrawerClosing, Money, PersonCard } from '@plaza/contract';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { NotKnown } from '../pay/index.ts';
import { judgeCurrency, judgeDeposit, keptOfDeposit, type DepositRefusal } from './depositing.ts';
import type { RailsDeps } from './deps.ts';
import { depositIdOf } from './ids.ts';
import { settlePayout } from './paying-out.ts';
import * as store from './store/desk.ts';
import { forgetPayer, notePayer, selectByCode, selectPayout } from './store/payouts.ts';

export type DeskDeposit = { person: PersonCard; money: Money; at: string };

const listedClosings = 30;
const beginning = new Date(0);

type TakeRefusal =
  | DepositRefusal
  | 'forbidden'
  | 'person_not_found'
  | 'self_action'
  | 'key_reused'
  | 'unavailable';
type Taken = { key: PayKey; handle: string; currency: string; amountMinor: number };

/** Somebody gave cash, and gets it into their wallet. */
export async function takeCash(
  deps: RailsDeps,
  clerkId: PersonId,
  { key, handle, currency, amountMinor }: Taken,
): Promise<Outcome<{ deposit: DeskDeposit }, TakeRefusal>> {
  if (!(await store.isClerk(deps.db, clerkId))) return no('forbidden');
  const person = await deps.identity.findByHandle(handle.trim().replace(/^@/u, ''));
  if (person === null) return no('person_not_found');
  if (person.personId === clerkId) return no('self_action');
  const judged = judgeCurrency(deps, currency, amountMinor);
  if (!judged.ok) return judged;
  const { personId } = person;
  const body = ['desk', personId, currency, amountMinor];
  const outcome = await deps.pay.run({
    asked: { personId: clerkId, key, method: 'rails.deposit', body },
    judge: () =>
      judgeDeposit(deps, {
        ...{ depositId: depositIdOf('desk', [clerkId, key]), rail: 'desk', personId, currency },
        ...{ amountMinor: BigInt(amountMinor), actorId: clerkId, source: null },
      }),
    kept: keptOfDeposit,
  });
  if (!outcome.ok) return outcome as Outcome<never, TakeRefusal>;
  const money = deps.pay.moneyOf(currency, BigInt(amountMinor));
  return yes({ deposit: { person, money, at: deps.clock.now().toISOString() } });
}

type PayRefusal =
  | 'forbidden'
  | 'payout_unknown'
  | 'payout_settled'
  | 'wallet_frozen'
  | 'self_action'
  | 'unavailable';

/** Somebody told the code of their payout, and gets it in cash. */
export async function payCash(
  deps: RailsDeps,
  clerkId: PersonId,
  code: string,
): Promise<Outcome<{ deposit: DeskDeposit }, PayRefusal>> {
  const { db } = deps;
  if (!(await store.isClerk(db, clerkId))) return no('forbidden');
  const row = await selectByCode(db, code);
  if (row === null) return no('payout_unknown');
  if (row.personId === clerkId) return no('self_action');
  // Who pays is on record before the ledger is asked: the money goes out of their drawer.
  if (!(await notePayer(db, row.payoutId, clerkId))) return no('payout_settled');
  try {
    if ((await settlePayout(deps, row.payoutId, 'pay')) === 'wallet_frozen') {
      await forgetPayer(db, row.payoutId);
      return no('wallet_frozen');
    }
  } catch (error) {
    if (error instanceof NotKnown) return no('unavailable');
    throw error;
  }
  const after = await selectPayout(db, row.payoutId);
  if (after?.state !== 'paid' || after.actorId !== clerkId) return no('payout_settled');
  const person = (await deps.identity.getCards([row.personId])).get(row.personId);
  if (person === undefined) return no('payout_settled');
  const at = (after.settledAt ?? deps.clock.now()).toISOString();
  return yes({ deposit: { person, money: deps.pay.moneyOf(row.currency, row.amountMinor), at } });
}

/** What a drawer should hold: what was left in it, with what went in and out since. */
async function drawerOf(
  { db, pay }: RailsDeps,
  personId: PersonId,
  currency: string,
): Promise<Drawer> {
  const last = await store.lastClosing(db, personId, currency);
  const after = last?.closedAt ?? beginning;
  const { takenIn, paidOut } = await store.sumDrawer(db, { personId, currency, after });
  const { scale } = pay.moneyOf(currency, 0n);
  return {
    ...{ currency, scale, takenInMinor: Number(takenIn), paidOutMinor: Number(paidOut) },
    expectedMinor: Number((last?.countedMinor ?? 0n) + takenIn - paidOut),
    countedAt: last?.closedAt.toISOString() ?? null,
  };
}

function closingOf({ pay }: RailsDeps, row: store.ClosingRow): DrawerClosing {
  const { scale } = pay.moneyOf(row.currency, 0n);
  return {
    ...{ currency: row.currency, scale, note: row.note, at: row.closedAt.toISOString() },
    expectedMinor: Number(row.expectedMinor),
    countedMinor: Number(row.countedMinor),
  };
}

type Drawers = { drawers: Drawer[]; closings: DrawerClosing[] };

export async function getDrawer(
  deps: RailsDeps,
  clerkId: PersonId,
): Promise<Outcome<Drawers, 'forbidden'>> {
  if (!(await store.isClerk(deps.db, clerkId))) return no('forbidden');
  const drawers: Drawer[] = [];
  for (const { code } of deps.pay.currencies.all) drawers.push(await drawerOf(deps, clerkId, code));
  const rows = await store.selectClosings(deps.db, clerkId, listedClosings);
  const known = rows.filter(({ currency }) => deps.pay.currencies.find(currency) !== undefined);
  return yes({ drawers, closings: known.map((row) => closingOf(deps, row)) });
}

/** Closes the day: what was counted stands beside what should be there, and is where it goes on. */
export async function countDrawer(
  deps: RailsDeps,
  clerkId: PersonId,
  { currency, countedMinor, note }: { currency: string; countedMinor: number; note: string },
): Promise<Outcome<{ closing: DrawerClosing }, 'forbidden' | 'wrong_currency'>> {
  if (!(await store.isClerk(deps.db, clerkId))) return no('forbidden');
  if (deps.pay.currencies.find(currency) === undefined) return no('wrong_currency');
  const { expectedMinor } = await drawerOf(deps, clerkId, currency);
  const row: store.ClosingRow = {
    ...{ personId: clerkId, currency, closedAt: deps.clock.now(), note: cleanLine(note, 300) },
    ...{ expectedMinor: BigInt(expectedMinor), countedMinor: BigInt(countedMinor) },
  };
  await store.insertClosing(deps.db, row);
  return yes({ closing: closingOf(deps, row) });
}

/** Lets somebody work at the desk, or no more. */
export async function setClerk(
  deps: RailsDeps,
  { actorId, personId, isClerk }: { actorId: PersonId; personId: PersonId; isClerk: boolean },
): Promise<Outcome<{ clerks: PersonCard[] }, 'person_not_found'>> {
  const card = (await deps.identity.getCards([personId])).get(personId);
  if (card === undefined || card.displayName === '') return no('person_not_found');
  await deps.db.tx(async (tx) => {
    await store.setClerk(tx, { personId, isClerk, at: deps.clock.now() });
    const detail = isClerk ? 'works at the cash desk' : 'no more at the cash desk';
    await deps.audit(tx, { actorId, action: 'set_clerk', subjectId: personId, detail });
  });
  return yes({ clerks: await listClerks(deps) });
}

export async function listClerks({ db, identity }: RailsDeps): Promise<PersonCard[]> {
  const ids = await store.listClerks(db);
  const cards = await identity.getCards(ids);
  return ids.flatMap((id) => cards.get(id) ?? []);
}
