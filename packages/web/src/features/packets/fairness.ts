import { verifyPacket, type PacketVerdict } from '@plaza/base/packets';
import type { PacketDetail } from '@plaza/contract';

/**
 * Recomputes a red packet that is over from what the server tells now and from the commitment that
 * was published when it was sent; null while its secret is not told.
 */
export function checkFairness(detail: PacketDetail, commitment: string): PacketVerdict | null {
  const { packet, seed, takers } = detail;
  const { packetId, kind, count, money } = packet;
  if (seed === null || money === null) return null;
  const { amountMinor, currency } = money;
  const taken = takers.map((taker) => ({
    number: taker.number,
    amountMinor: taker.money.amountMinor,
  }));
  return verifyPacket(
    { packetId, kind, count, amountMinor, currency },
    { seed, commitment },
    taken,
  );
}
