import type { PersonId } from '@plaza/base';
import type { Bill, BillDetail, BillShare, OwnShare, PersonCard } from '@plaza/contract';
import type { BillsDeps } from './deps.ts';
import type { BillRow, ShareRow } from './types.ts';

type Cards = ReadonlyMap<PersonId, PersonCard>;
type Pay = Pick<BillsDeps['pay'], 'moneyOf'>;

function moneyOf({ moneyOf: money }: Pay, row: BillRow, of: bigint | null) {
  return of === null ? null : money(row.currency, of);
}

function shareOf(pay: Pay, row: BillRow, share: ShareRow): OwnShare {
  const { state, changedAt, paidMinor, amountMinor } = share;
  const money = moneyOf(pay, row, paidMinor ?? amountMinor);
  return { money, state, at: changedAt?.toISOString() ?? null };
}

/** Null when its collector is not known at all. */
export function billOf(
  pay: Pay,
  row: BillRow,
  { own, cards }: { own: ShareRow | null; cards: Cards },
): Bill | null {
  const collector = cards.get(row.collectorId);
  if (collector === undefined) return null;
  const { billId, conversationId, kind, title, currency, state, version, paidCount } = row;
  const paid = pay.moneyOf(currency, row.paidMinor);
  return {
    ...{ billId, conversationId, collector, kind, title, currency, state, version },
    scale: paid.scale,
    money: moneyOf(pay, row, row.amountMinor),
    count: row.askedCount,
    settledCount: row.askedCount - row.openCount,
    ...{ paidCount, paid },
    mine: own === null ? null : shareOf(pay, row, own),
    createdAt: row.createdAt.toISOString(),
    closesAt: row.closesAt.toISOString(),
    overAt: row.overAt?.toISOString() ?? null,
  };
}

export function detailOf(
  pay: Pay,
  row: BillRow,
  of: { viewerId: PersonId; shares: readonly ShareRow[]; cards: Cards },
): BillDetail | null {
  const { viewerId, shares, cards } = of;
  const own = shares.find(({ personId }) => personId === viewerId) ?? null;
  const bill = billOf(pay, row, { own, cards });
  if (bill === null) return null;
  const isCollector = row.collectorId === viewerId;
  const shown = shares.flatMap((share): BillShare[] => {
    const person = cards.get(share.personId);
    if (person === undefined) return [];
    const remindedAt = isCollector ? (share.remindedAt?.toISOString() ?? null) : null;
    return [{ person, ...shareOf(pay, row, share), remindedAt }];
  });
  return { bill, shares: shown };
}
