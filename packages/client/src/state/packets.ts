import type { Packet, PacketState } from '@plaza/contract';
import type { State } from './types.ts';

/** As many are kept; a card of an older one asks again when it is looked at. */
const keptPackets = 1_000;

/** A packet only goes forward; what arrives late changes nothing. */
const rank: Readonly<Record<PacketState, number>> = {
  processing: 0,
  open: 1,
  taken: 2,
  returned: 2,
  failed: 2,
};

/** What was told of one packet, in whatever order: nothing that is known is forgotten. */
function newer(known: Packet, told: Packet): Packet {
  if (rank[told.state] < rank[known.state]) return known;
  const counts = [known.takenCount, told.takenCount].filter((count) => count !== null);
  return {
    ...told,
    mine: told.mine ?? known.mine,
    money: told.money ?? known.money,
    takenCount: counts.length === 0 ? null : Math.max(...counts),
  };
}

/** Takes red packets as they stood when they were told; never back to an earlier state. */
export function takePackets(state: State, packets: readonly Packet[]): State {
  const next = new Map(state.packets);
  for (const packet of packets) {
    const known = next.get(packet.packetId);
    next.set(packet.packetId, known === undefined ? packet : newer(known, packet));
  }
  for (const id of next.keys()) {
    if (next.size <= keptPackets) break;
    next.delete(id);
  }
  return { ...state, packets: next };
}
