import type { PacketId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { Packet } from '@plaza/contract';
import { useCallback, useEffect } from 'react';
import { gathering, useClient, useClientState } from '../../state/index.ts';

const want = gathering<PacketId>(async (client, packetIds) => {
  const answer = await client.http.call('packets.getPackets', { packetIds });
  // Without an answer they are asked for when the connection is back.
  if (answer.ok) await client.commands.takePackets(answer.output.packets);
});

const isLiveOf = ({ status }: State) => status === 'live';

/** Nobody tells a device of a packet that others took all of: it asks when it looks. */
function mayBeStale(packet: Packet | null): boolean {
  return packet === null || (packet.state === 'open' && packet.mine === null);
}

/** How a red packet stands; null while that is not known on this device. */
export function usePacket(id: PacketId): Packet | null {
  const client = useClient();
  const packet = useClientState(
    'pay',
    useCallback((state: State) => state.packets.get(id) ?? null, [id]),
  );
  const isLive = useClientState('status', isLiveOf);
  const isStale = mayBeStale(packet);
  useEffect(() => {
    if (isStale && isLive) want(client, id);
  }, [client, id, isStale, isLive]);
  return packet;
}
