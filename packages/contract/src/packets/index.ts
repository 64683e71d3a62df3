export { maxGreetingLength, maxPacketShares } from './cards.ts';
export { packetsEvents } from './events.ts';
export { packetsMethods } from './methods.ts';
export {
  packetHours,
  type Packet,
  type PacketDetail,
  type PacketKind,
  type PacketRule,
  type PacketShare,
  type PacketState,
  type PacketTaker,
} from './types.ts';
