import { present, type PersonId } from '@plaza/base';
import type { Packet, PacketDetail, PacketShare, PacketTaker, PersonCard } from '@plaza/contract';
import type { PacketsDeps } from './deps.ts';
import { isOver } from './packet.ts';
import type { PacketRow, TakerRow } from './types.ts';

type Cards = ReadonlyMap<PersonId, PersonCard>;
type Money = Pick<PacketsDeps['pay'], 'moneyOf'>;

export function shareOf({ moneyOf }: Money, row: PacketRow, taker: TakerRow): PacketShare | null {
  const { shareNumber: number, amountMinor, takenAt } = taker;
  if (takenAt === null) return null;
  return { number, money: moneyOf(row.currency, amountMinor), at: takenAt.toISOString() };
}

/** How much was in it is no secret to who put it in or opened it, and to nobody in the end. */
function knowsAmount(row: PacketRow, viewerId: PersonId, mine: PacketShare | null): boolean {
  return row.senderId === viewerId || mine !== null || isOver(row.state);
}

/** Null when its people are not known at all. */
export function packetOf(
  pay: Money,
  row: PacketRow,
  of: { viewerId: PersonId; own: TakerRow | null; cards: Cards },
): Packet | null {
  const { viewerId, own, cards } = of;
  const sender = cards.get(row.senderId);
  const forPerson = row.forPersonId === null ? null : cards.get(row.forPersonId);
  if (sender === undefined || forPerson === undefined) return null;
  const mine = own === null ? null : shareOf(pay, row, own);
  const { packetId, conversationId, kind, greeting, state, failure } = row;
  const isKnown = knowsAmount(row, viewerId, mine);
  const isCounted = row.senderId === viewerId || isOver(state);
  return {
    ...{ packetId, conversationId, sender, kind, forPerson, greeting, state, failure, mine },
    count: row.shareCount,
    money: isKnown ? pay.moneyOf(row.currency, row.amountMinor) : null,
    takenCount: isCounted ? row.takenCount : null,
    commitment: row.commitment.toString('hex'),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
  };
}

/** Those who have got their share, in the order of the ledger. */
export function inOrder(takers: readonly TakerRow[]): TakerRow[] {
  const timeOf = ({ takenAt }: TakerRow) => takenAt?.getTime() ?? 0;
  return takers
    .filter(({ state }) => state === 'taken')
    .toSorted((a, b) => timeOf(a) - timeOf(b) || a.shareNumber - b.shareNumber);
}

/** Who got most; of several, who was first. Only luck has a luckiest. */
export function luckiestOf(row: PacketRow, taken: readonly TakerRow[]): PersonId | null {
  if (row.kind !== 'lucky' || row.state !== 'taken' || row.shareCount < 2) return null;
  let best: TakerRow | null = null;
  for (const taker of taken) {
    if (best === null || taker.amountMinor > best.amountMinor) best = taker;
  }
  return best?.personId ?? null;
}

export function detailOf(
  pay: Money,
  row: PacketRow,
  of: { viewerId: PersonId; takers: readonly TakerRow[]; cards: Cards },
): PacketDetail | null {
  const { viewerId, takers, cards } = of;
  const own = takers.find(({ personId }) => personId === viewerId) ?? null;
  const packet = packetOf(pay, row, { viewerId, own, cards });
  if (packet === null) return null;
  const taken = inOrder(takers);
  const luckiest = luckiestOf(row, taken);
  const shown = taken.map((taker): PacketTaker => {
    const share = present(shareOf(pay, row, taker), 'who has taken has a share');
    const person = present(cards.get(taker.personId), 'people leave a card');
    return { ...share, person, luckiest: taker.personId === luckiest };
  });
  const over = isOver(row.state);
  return {
    packet,
    // Who has not opened it is not to guess from others’ shares what is left.
    takers: packet.money === null ? [] : shown,
    takenCount: row.takenCount,
    taken: packet.money === null ? null : pay.moneyOf(row.currency, row.takenMinor),
    returned: over ? pay.moneyOf(row.currency, row.returnedMinor) : null,
    overAt: row.overAt?.toISOString() ?? null,
    seed: over ? row.seed.toString('hex') : null,
  };
}
