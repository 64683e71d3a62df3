export { splitPacket, type PacketKind, type PacketSplit } from './split.ts';
export {
  packetCommitment,
  verifyPacket,
  type PacketFacts,
  type PacketVerdict,
  type TakenShare,
} from './verify.ts';
