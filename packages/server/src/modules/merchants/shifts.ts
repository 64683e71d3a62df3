import { cleanLine, present, type MerchantId, type PersonId, type ShiftId } from '@plaza/base';
import { mayAtMerchant, type Shift } from '@plaza/contract';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { MerchantsDeps } from './deps.ts';
import { pageOf, placeOf, type Page } from './paging.ts';
import { allow, type NotOfStaff } from './staffing.ts';
import * as store from './store/shifts.ts';

const perPage = 50;

/** How an open shift stands now; a closed one stays as it was closed. */
async function asOfNow({ db }: MerchantsDeps, row: store.ShiftRow): Promise<store.ShiftRow> {
  return row.closedAt === null ? { ...row, ...(await store.sumShift(db, row)) } : row;
}

export async function presentShifts(
  deps: MerchantsDeps,
  rows: readonly store.ShiftRow[],
): Promise<Shift[]> {
  const cards = await deps.identity.getCards(rows.map(({ personId }) => personId));
  const shown: Shift[] = [];
  for (const found of rows) {
    const row = await asOfNow(deps, found);
    const person = cards.get(row.personId);
    const profile = deps.pay.currencies.find(row.currency);
    if (person === undefined || profile === undefined) continue;
    const { shiftId, merchantId, currency, note, soldCount, refundedCount } = row;
    shown.push({
      ...{ shiftId, merchantId, person, currency, scale: profile.scale, note },
      openedAt: row.openedAt.toISOString(),
      closedAt: row.closedAt?.toISOString() ?? null,
      ...{ soldMinor: Number(row.soldMinor), soldCount },
      ...{ refundedMinor: Number(row.refundedMinor), refundedCount },
      countedMinor: row.countedMinor === null ? null : Number(row.countedMinor),
    });
  }
  return shown;
}

async function presentOne(deps: MerchantsDeps, row: store.ShiftRow): Promise<Shift> {
  return present((await presentShifts(deps, [row]))[0], 'staff leave a card');
}

type OnShift = { merchantId: MerchantId; personId: PersonId };

/** Begins a shift: what this person takes counts to it from now on. */
export async function openShift(
  deps: MerchantsDeps,
  { merchantId, personId, currency }: OnShift & { currency: string },
): Promise<Outcome<Shift, NotOfStaff | 'wrong_currency' | 'shift_open'>> {
  const allowed = await allow(deps, personId, { merchantId, action: 'sell' });
  if (!allowed.ok) return allowed;
  if (deps.pay.currencies.find(currency) === undefined) return no('wrong_currency');
  const shiftId = deps.newId<ShiftId>();
  const row = { merchantId, shiftId, personId, currency, openedAt: deps.clock.now() };
  if (!(await store.insertShift(deps.db, row))) return no('shift_open');
  const made = await store.findShift(deps.db, merchantId, personId);
  return made === null ? no('shift_open') : yes(await presentOne(deps, made));
}

/** Ends a shift; what was taken in it is kept as it is now, beside what the person counted. */
export async function closeShift(
  deps: MerchantsDeps,
  of: OnShift & { countedMinor: number | null; note: string },
): Promise<Outcome<Shift, NotOfStaff | 'shift_unknown'>> {
  const { merchantId, personId, countedMinor } = of;
  const allowed = await allow(deps, personId, { merchantId, action: 'sell' });
  if (!allowed.ok) return allowed;
  const closed = await deps.db.tx(async (tx) => {
    const open = await store.findShift(tx, merchantId, personId);
    if (open === null) return null;
    const row = {
      ...{ ...open, ...(await store.sumShift(tx, open)), closedAt: deps.clock.now() },
      countedMinor: countedMinor === null ? null : BigInt(countedMinor),
      note: cleanLine(of.note, 200),
    };
    return (await store.endShift(tx, row)) ? row : null;
  });
  return closed === null ? no('shift_unknown') : yes(await presentOne(deps, closed));
}

export async function getShift(
  deps: MerchantsDeps,
  { merchantId, personId }: OnShift,
): Promise<Outcome<Shift | null, NotOfStaff>> {
  const allowed = await allow(deps, personId, { merchantId, action: 'sell' });
  if (!allowed.ok) return allowed;
  const row = await store.findShift(deps.db, merchantId, personId);
  return yes(row === null ? null : await presentOne(deps, row));
}

/** One's own shifts, or of who supervises all. */
export async function listShifts(
  deps: MerchantsDeps,
  { merchantId, personId, cursor }: OnShift & { cursor: string | undefined },
): Promise<Outcome<Page<Shift>, NotOfStaff | 'invalid'>> {
  const allowed = await allow(deps, personId, { merchantId, action: 'sell' });
  if (!allowed.ok) return allowed;
  const after = placeOf(cursor);
  if (after === 'invalid') return no('invalid');
  const seesAll = mayAtMerchant(allowed.value.member.role, 'supervise');
  const rows = await store.listShifts(deps.db, merchantId, {
    ...{ personId: seesAll ? null : personId, after, limit: perPage + 1 },
  });
  const page = pageOf(rows, perPage, ({ openedAt, shiftId }) => ({ at: openedAt, id: shiftId }));
  return yes({ rows: await presentShifts(deps, page.rows), next: page.next });
}
