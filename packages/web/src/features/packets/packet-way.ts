import type { MethodInput, MethodOutput } from '@plaza/contract';
import { useEffect } from 'react';
import { api, http, useClient } from '../../state/index.ts';
import { usePayment, type PaymentFace, type PaymentWay } from '../pay/index.ts';

export type PacketInput = Omit<MethodInput<'packets.send'>, 'approval'>;
type Sent = MethodOutput<'packets.send'>;

const packetWay: PaymentWay<PacketInput, Sent> = {
  name: 'packet',
  pay: (request) => http.call('packets.send', request),
  standing({ packet: { state, failure } }) {
    if (state === 'failed') return { error: failure ?? 'internal' };
    return state === 'processing' ? 'processing' : 'done';
  },
  beginPasskey({ conversationId, kind, forPersonId, count, amountMinor, currency }) {
    const bound = { conversationId, kind, forPersonId, count, amountMinor, currency };
    return api.packets.beginPasskeyApproval(bound);
  },
};

/** A red packet that is being sent from a place. */
export function usePacketPayment(place: string): PaymentFace<PacketInput, Sent> {
  const { commands } = useClient();
  const face = usePayment(place, packetWay);
  const packet = face.payment?.result?.packet ?? null;
  useEffect(() => {
    if (packet !== null) void commands.takePackets([packet]);
  }, [commands, packet]);
  return face;
}
