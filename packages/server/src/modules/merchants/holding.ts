import type { PersonId } from '@plaza/base';
import { maxMerchants } from '@plaza/contract';
import type { Tx } from '../../kernel/db/index.ts';
import type { DataHolding, ExportedFile } from '../../kernel/holdings/index.ts';
import type { MerchantsDeps } from './deps.ts';
import { presentHold } from './holding-money.ts';
import { payoutOf } from './present.ts';
import { getReceipts } from './reading.ts';
import { presentShifts } from './shifts.ts';
import { listMine } from './staffing.ts';
import * as store from './store/merchants.ts';
import { selectMove } from './store/moves.ts';
import { selectOwn } from './store/parties.ts';
import { blankNotes, selectShiftsOf } from './store/shifts.ts';
import { tables } from './store/tables.ts';

const pageSize = 50;
const lowestId = '00000000-0000-0000-0000-000000000000';

async function* exportOrders(deps: MerchantsDeps, personId: PersonId): AsyncIterable<ExportedFile> {
  let after = lowestId;
  for (let page = 1; ; page += 1) {
    const asked = { isOrder: true, after, limit: pageSize };
    const ids = (await selectOwn(deps.db, personId, asked)).map((row) => row.subjectId);
    const last = ids.at(-1);
    if (last === undefined) return;
    const content = await getReceipts(deps, personId, ids as never[]);
    yield { path: `merchants/orders-${String(page).padStart(4, '0')}.json`, content };
    after = last;
  }
}

/** Payouts to the person, and what was held of theirs. */
async function listMoves(deps: MerchantsDeps, personId: PersonId): Promise<unknown[]> {
  const shown: unknown[] = [];
  let after = lowestId;
  for (;;) {
    const asked = { isOrder: false, after, limit: pageSize };
    const parties = await selectOwn(deps.db, personId, asked);
    const merchants = await store.selectMerchants(
      deps.db,
      parties.map(({ merchantId }) => merchantId),
    );
    for (const { merchantId, subjectId } of parties) {
      const move = await selectMove(deps.db, merchantId, subjectId as never);
      const merchant = merchants.find((row) => row.merchantId === merchantId);
      if (move === null || merchant === undefined) continue;
      const of = { merchant, move, cards: new Map() };
      shown.push(move.kind === 'hold' ? await presentHold(deps, move) : payoutOf(deps.pay, of));
    }
    const last = parties.at(-1);
    if (last === undefined) return shown;
    after = last.subjectId;
  }
}

async function* exportPerson(deps: MerchantsDeps, personId: PersonId): AsyncIterable<ExportedFile> {
  yield { path: 'merchants/mine.json', content: await listMine(deps, personId) };
  const shifts = await selectShiftsOf(deps.db, personId);
  yield { path: 'merchants/shifts.json', content: await presentShifts(deps, shifts) };
  yield* exportOrders(deps, personId);
  yield { path: 'merchants/payouts-and-holds.json', content: await listMoves(deps, personId) };
}

/** The longest manager there takes over; without one the merchant is closed for good. */
async function leave(tx: Tx, personId: PersonId, merchantId: string): Promise<void> {
  const merchant = await store.lockMerchant(tx, merchantId);
  await store.deleteMember(tx, merchantId, personId);
  if (merchant === null || merchant.ownerId !== personId) return;
  const staff = await store.selectStaff(tx, [merchantId]);
  let next: store.StaffRow | undefined;
  for (const one of staff) {
    if (one.role !== 'manager' || one.state !== 'active') continue;
    if ((await store.countOwned(tx, one.personId)) < maxMerchants) next ??= one;
  }
  if (next === undefined) {
    await store.updateMerchant(tx, { ...merchant, ownerId: null, state: 'closed' });
    return;
  }
  await store.putMember(tx, { ...next, role: 'owner' });
  await store.updateMerchant(tx, { ...merchant, ownerId: next.personId });
}

/** What the module keeps of a person. Their money is pay's to put away. */
export function createMerchantsHolding(deps: MerchantsDeps): DataHolding {
  return {
    module: 'merchants',
    title: 'Merchants',
    why:
      'To show what you paid to merchants and were paid back, and to let you and those who work ' +
      'with you take money.',
    keptFor: 'As long as the account; the books of a merchant as long as the city keeps its books.',
    onErasure:
      'You leave the merchants at which you work. One that you own goes to its longest manager; ' +
      'without one it is closed, and what it has left goes to the city. Merchants keep what was ' +
      'paid to them without your name.',
    tables,
    export: (personId) => exportPerson(deps, personId),
    async erase(tx, personId) {
      const members = await store.selectMemberships(tx, personId);
      const ids = members.map(({ merchantId }) => merchantId).toSorted();
      for (const merchantId of ids) await leave(tx, personId, merchantId);
      await blankNotes(tx, personId);
    },
  };
}
