import { assert, type PersonId } from '@plaza/base';
import { transferCodes } from '../ledger/index.ts';
import type { FlowChange, LineWords, Querying, Sides } from '../pay/index.ts';
import { packetTable, type PacketEvent } from './packet.ts';
import { selectPackets } from './store/packets.ts';
import { selectTakersOf } from './store/takers.ts';
import type { PacketRow, TakerRow } from './types.ts';

/** What a batch of the feed is about: packets and who has a share of them. */
export type PacketBook = {
  packets: Map<string, PacketRow>;
  /** By packet and the number of the share. */
  takers: Map<string, TakerRow>;
  changedPackets: Set<string>;
  /** Keys of those who got their share, in order. */
  newlyTaken: string[];
};

const shareKey = (packetId: string, shareNumber: number) => `${packetId} ${shareNumber}`;

export function createPacketBook(
  packets: readonly PacketRow[],
  takers: readonly TakerRow[],
): PacketBook {
  return {
    packets: new Map(packets.map((row) => [row.packetId, row])),
    takers: new Map(takers.map((row) => [shareKey(row.packetId, row.shareNumber), row])),
    changedPackets: new Set(),
    newlyTaken: [],
  };
}

export async function loadPackets(tx: Querying, packetIds: readonly string[]): Promise<PacketBook> {
  return createPacketBook(await selectPackets(tx, packetIds), await selectTakersOf(tx, packetIds));
}

function change(book: PacketBook, row: PacketRow, event: PacketEvent, to: Partial<PacketRow>) {
  const effect = packetTable[row.state][event];
  assert(typeof effect === 'object', `${event} of a packet that is ${row.state}`);
  book.changedPackets.add(row.packetId);
  book.packets.set(row.packetId, { ...row, ...to, state: effect.to });
}

function words(
  kind: LineWords['kind'],
  row: PacketRow,
  counterpartyId: PersonId | null,
): LineWords {
  // The greeting is read where the packet is: a statement keeps no words of others.
  return { kind, counterpartyId, subjectId: row.packetId, note: '' };
}

/** Milliseconds of the ledger's nanoseconds. */
function dateOf({ change: { timestamp } }: FlowChange): Date {
  return new Date(Number(timestamp / 1_000_000n));
}

function fill(book: PacketBook, row: PacketRow, of: FlowChange, lifeSeconds: number): Sides {
  const expiresAt = new Date(dateOf(of).getTime() + lifeSeconds * 1000);
  change(book, row, 'filled', { expiresAt, dueAt: expiresAt });
  return { out: words('packet_out', row, row.forPersonId) };
}

function take(book: PacketBook, row: PacketRow, of: FlowChange): Sides {
  const key = shareKey(row.packetId, of.change.transfer.user_data_32);
  const taker = book.takers.get(key);
  assert(taker !== undefined && taker.state !== 'taken', 'a share is promised, and moved once');
  const at = dateOf(of);
  book.takers.set(key, { ...taker, state: 'taken', takenAt: at });
  book.newlyTaken.push(key);
  const takenCount = row.takenCount + 1;
  const takenMinor = row.takenMinor + of.change.amount;
  const isLast = takenCount === row.shareCount;
  const over = isLast ? { overAt: at, dueAt: at } : {};
  change(book, row, isLast ? 'lastTaken' : 'taken', { takenCount, takenMinor, ...over });
  return { in: words('packet_in', row, row.senderId) };
}

function giveBack(book: PacketBook, row: PacketRow, of: FlowChange): Sides {
  const overAt = dateOf(of);
  change(book, row, 'givenBack', { returnedMinor: of.change.amount, overAt, dueAt: overAt });
  return { in: words('packet_back', row, null) };
}

function close(book: PacketBook, row: PacketRow, of: FlowChange): Sides {
  book.changedPackets.add(row.packetId);
  book.packets.set(row.packetId, { ...row, closedAt: dateOf(of), dueAt: null });
  return {};
}

/** Applies what the ledger did to a packet, and words the lines of the wallets. Pure. */
export function createApply(lifeSeconds: number) {
  return (book: PacketBook, of: FlowChange): Sides => {
    const row = book.packets.get(of.subjectId);
    const { type, transfer } = of.change;
    // A share that waits, or waits no longer, is the packet's own affair.
    if (row === undefined || transfer.code === transferCodes.packetShare) return {};
    if (transfer.code === transferCodes.packetFill) return fill(book, row, of, lifeSeconds);
    if (transfer.code === transferCodes.packetTake) return take(book, row, of);
    if (transfer.code === transferCodes.packetBack) return giveBack(book, row, of);
    return type === 'two_phase_pending' ? close(book, row, of) : {};
  };
}
