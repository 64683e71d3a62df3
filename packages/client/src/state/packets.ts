import type { ConversationId } from '@plaza/base';
import type { EventPayload, Packet, PacketState } from '@plaza/contract';
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

/** That somebody took a share: told to them and to the sender, and a line of their conversation. */
export type Taking = EventPayload<'packets.taken'>;

/** A red packet as this device keeps it, with the takings that it was told. */
export type KnownPacket = Packet & { readonly takings?: readonly Taking[] };

/** What was told of one packet, in whatever order: nothing that is known is forgotten. */
function newer(known: KnownPacket, told: Packet): KnownPacket {
  if (rank[told.state] < rank[known.state]) return known;
  const counts = [known.takenCount, told.takenCount].filter((count) => count !== null);
  return {
    ...told,
    mine: told.mine ?? known.mine,
    money: told.money ?? known.money,
    takenCount: counts.length === 0 ? null : Math.max(...counts),
    ...(known.takings === undefined ? {} : { takings: known.takings }),
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

/** Takes that somebody took a share of a packet; its state was told before. */
export function takeTaking(state: State, taking: Taking): State {
  const { packetId, taker } = taking;
  const known = state.packets.get(packetId);
  if (known === undefined) return state;
  const takings = known.takings ?? [];
  if (takings.some((one) => one.taker.personId === taker.personId)) return state;
  const next = { ...known, takings: [...takings, taking] };
  return { ...state, packets: new Map(state.packets).set(packetId, next) };
}

const none: readonly Taking[] = [];
type ByConversation = ReadonlyMap<ConversationId, readonly Taking[]>;
const sorted = new WeakMap<State['packets'], ByConversation>();

function byConversation(packets: State['packets']): ByConversation {
  const takings = [...packets.values()].flatMap((packet) => packet.takings ?? []);
  const inOrder = takings.toSorted((a, b) => a.at.localeCompare(b.at));
  return Map.groupBy(inOrder, ({ conversationId }) => conversationId);
}

/** What the viewer was told of shares that were taken in a conversation, oldest first. */
export function takingsOf({ packets }: State, id: ConversationId): readonly Taking[] {
  const known = sorted.get(packets) ?? byConversation(packets);
  sorted.set(packets, known);
  return known.get(id) ?? none;
}
