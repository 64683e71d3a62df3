import type { PersonId } from '@plaza/base';
import type { PersonCard } from '@plaza/contract';
import type { Tx } from '../../kernel/db/index.ts';
import type { SyncItem } from '../sync/index.ts';
import { cardTopic, type CardPayload } from './cards.ts';
import type { PacketsDeps } from './deps.ts';
import { isOver } from './packet.ts';
import { packetOf } from './present.ts';
import type { PacketBook } from './projecting.ts';
import { updatePackets } from './store/packets.ts';
import { updateTaken } from './store/takers.ts';
import type { PacketRow, TakerRow } from './types.ts';

type Cards = ReadonlyMap<PersonId, PersonCard>;

/** Who has the packet on their devices, and sees it change: its sender, and who took of it. */
function audienceOf(row: PacketRow, takers: readonly TakerRow[], isNew: (t: TakerRow) => boolean) {
  const taken = takers.filter(({ state }) => state === 'taken');
  // As long as it is open, nothing changes for who has taken: only the sender sees the count.
  const told = isOver(row.state) ? taken : taken.filter(isNew);
  return new Set([row.senderId, ...told.map(({ personId }) => personId)]);
}

function changedItems(
  deps: PacketsDeps,
  row: PacketRow,
  of: { takers: readonly TakerRow[]; cards: Cards; isNew: (taker: TakerRow) => boolean },
): SyncItem[] {
  const { takers, cards, isNew } = of;
  return [...audienceOf(row, takers, isNew)].flatMap((viewerId): SyncItem[] => {
    const own = takers.find(({ personId }) => personId === viewerId) ?? null;
    const packet = packetOf(deps.pay, row, { viewerId, own, cards });
    if (packet === null) return [];
    return [{ personId: viewerId, name: 'packets.changed', payload: { packet } }];
  });
}

/** A line for the conversation, for the sender and the taker alone. */
function takenItems(row: PacketRow, taker: TakerRow, of: { cards: Cards; last: boolean }) {
  const [sender, person] = [of.cards.get(row.senderId), of.cards.get(taker.personId)];
  const { packetId, conversationId } = row;
  if (sender === undefined || person === undefined || taker.takenAt === null) return [];
  const at = taker.takenAt.toISOString();
  const payload = { packetId, conversationId, sender, taker: person, at, last: of.last };
  return [...new Set([row.senderId, taker.personId])].map((personId): SyncItem => {
    return { personId, name: 'packets.taken', payload };
  });
}

/** Writes what became of packets, and says what is told of it: to devices, and by cards. */
export async function writePackets(
  deps: PacketsDeps,
  tx: Tx,
  book: PacketBook,
): Promise<SyncItem[]> {
  const packets = [...book.changedPackets].map((id) => book.packets.get(id) as PacketRow);
  const newlyTaken = book.newlyTaken.map((key) => book.takers.get(key) as TakerRow);
  await updatePackets(tx, packets);
  await updateTaken(tx, newlyTaken);
  const takers = Map.groupBy(book.takers.values(), ({ packetId }) => packetId);
  const people = packets.flatMap((row) => [
    ...[row.senderId, ...(row.forPersonId === null ? [] : [row.forPersonId])],
    ...(takers.get(row.packetId) ?? []).map(({ personId }) => personId),
  ]);
  const cards = await deps.identity.getCards(people);
  const items: SyncItem[] = [];
  const isNew = (taker: TakerRow) => newlyTaken.includes(taker);
  for (const row of packets) {
    const its = takers.get(row.packetId) ?? [];
    items.push(...changedItems(deps, row, { takers: its, cards, isNew }));
    const fresh = newlyTaken.filter(({ packetId }) => packetId === row.packetId);
    for (const [index, taker] of fresh.entries()) {
      const last = row.state === 'taken' && index === fresh.length - 1;
      items.push(...takenItems(row, taker, { cards, last }));
    }
    const { packetId, conversationId } = row;
    const payload: CardPayload = { packetId, conversationId };
    await deps.outbox.add(tx, cardTopic, payload);
  }
  // Of an erased person no log is begun again.
  return items.filter(({ personId }) => cards.get(personId)?.displayName !== '');
}
