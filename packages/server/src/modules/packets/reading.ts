import type { PacketId, PersonId } from '@plaza/base';
import type { Packet, PacketDetail } from '@plaza/contract';
import { inBatches, type Ask } from '../../kernel/batching.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { PacketsDeps } from './deps.ts';
import { maySee } from './place.ts';
import { detailOf, packetOf } from './present.ts';
import type { Knock } from './store/front.ts';
import { selectPacket, selectPackets } from './store/packets.ts';
import { selectTakers, selectTakersOf } from './store/takers.ts';
import type { PacketRow } from './types.ts';

function peopleOf({ senderId, forPersonId }: PacketRow): PersonId[] {
  return forPersonId === null ? [senderId] : [senderId, forPersonId];
}

/** Packets by id, in the order asked for, without those that the viewer may not see. */
export async function getPackets(
  deps: PacketsDeps,
  viewerId: PersonId,
  packetIds: readonly PacketId[],
): Promise<Packet[]> {
  const rows = await selectPackets(deps.db, packetIds);
  const taken = new Map(
    (await selectTakers(deps.db, packetIds, [viewerId])).map((row) => [row.packetId, row]),
  );
  const cards = await deps.identity.getCards(rows.flatMap(peopleOf));
  const packets = new Map<PacketId, Packet>();
  // In one conversation the viewer is there for all of its packets, or for none.
  const seen = new Map<string, boolean>();
  for (const row of rows) {
    const own = taken.get(row.packetId) ?? null;
    const key = `${row.conversationId} ${row.state} ${row.senderId === viewerId} ${own?.state}`;
    const hasTaken = own?.state === 'taken';
    const may = seen.get(key) ?? (await maySee(deps, viewerId, { row, hasTaken }));
    seen.set(key, may);
    const packet = may ? packetOf(deps.pay, row, { viewerId, own, cards }) : null;
    if (packet !== null) packets.set(row.packetId, packet);
  }
  return packetIds.flatMap((id) => packets.get(id) ?? []);
}

/** The packet as somebody sees it who took of it; who does at the same moment is read together. */
export function createShowTaken(deps: PacketsDeps): Ask<Knock, Packet | null> {
  const readAll = async (knocks: readonly Knock[]): Promise<(Packet | null)[]> => {
    const ids = [...new Set(knocks.map(({ packetId }) => packetId))];
    const people = knocks.map(({ personId }) => personId);
    const rows = new Map((await selectPackets(deps.db, ids)).map((row) => [row.packetId, row]));
    const takers = await selectTakers(deps.db, ids, people);
    const byBoth = new Map(takers.map((one) => [`${one.packetId} ${one.personId}`, one]));
    const cards = await deps.identity.getCards([...rows.values()].flatMap(peopleOf));
    return knocks.map(({ packetId, personId: viewerId }) => {
      const row = rows.get(packetId);
      const own = byBoth.get(`${packetId} ${viewerId}`) ?? null;
      return row === undefined ? null : packetOf(deps.pay, row, { viewerId, own, cards });
    });
  };
  return inBatches(readAll, { largest: 500, underWay: 2 });
}

/** One packet with its takers. */
export async function getDetail(
  deps: PacketsDeps,
  viewerId: PersonId,
  packetId: PacketId,
): Promise<Outcome<PacketDetail, 'packet_unknown'>> {
  const row = await selectPacket(deps.db, packetId);
  if (row === null) return no('packet_unknown');
  const takers = await selectTakersOf(deps.db, [packetId]);
  const own = takers.find(({ personId }) => personId === viewerId);
  const hasTaken = own?.state === 'taken';
  if (!(await maySee(deps, viewerId, { row, hasTaken }))) return no('packet_unknown');
  const people = takers.map(({ personId }) => personId);
  const cards = await deps.identity.getCards([...peopleOf(row), ...people]);
  const detail = detailOf(deps.pay, row, { viewerId, takers, cards });
  return detail === null ? no('packet_unknown') : yes(detail);
}
