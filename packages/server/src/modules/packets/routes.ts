import type { api } from '@plaza/contract';
import { valueOf, type Handlers } from '../../kernel/rpc/index.ts';
import type { Packets } from './service.ts';

export function createPacketsRoutes(packets: Packets): Handlers<typeof api.packets> {
  return {
    getRules: async () => ({ rules: packets.getRules() }),
    beginPasskeyApproval: async (payment, call) =>
      valueOf(call, await packets.beginPasskeyApproval(call.caller.personId, payment)),
    async send(input, call) {
      return { packet: valueOf(call, await packets.send(call.caller.personId, input)) };
    },
    async open({ packetId }, call) {
      return { packet: valueOf(call, await packets.open(call.caller.personId, packetId)) };
    },
    async getPackets({ packetIds }, { caller }) {
      return { packets: await packets.getPackets(caller.personId, packetIds) };
    },
    async getDetail({ packetId }, call) {
      return valueOf(call, await packets.getDetail(call.caller.personId, packetId));
    },
  };
}
