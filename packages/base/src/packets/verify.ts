import { hexOf, joined, sha256, utf8 } from '../proofs/index.ts';
import { splitPacket, type PacketSplit } from './split.ts';

/** What the commitment binds, besides the seed. */
export type PacketFacts = PacketSplit & { packetId: string; currency: string };

/**
 * What is published when a packet is sent: it binds the shares without telling them. SHA-256 of the
 * seed and of the facts, one on a line; in hex.
 */
export function packetCommitment(seed: Uint8Array, facts: PacketFacts): string {
  const { packetId, kind, count, amountMinor, currency } = facts;
  const text = ['plaza packet 1', packetId, kind, count, amountMinor, currency].join('\n');
  return hexOf(sha256(joined(seed, utf8(text))));
}

export type TakenShare = { number: number; amountMinor: number };

export type PacketVerdict =
  | { fair: true; shares: number[] }
  /** `seed`: not the one that was committed to. `share`: somebody got another amount. */
  | { fair: false; why: 'seed' | 'share'; number: number | null };

function bytesOfHex(text: string): Uint8Array | null {
  if (!/^([0-9a-f]{2})+$/.test(text)) return null;
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/**
 * Whether a packet was split as it was committed to when it was sent, and everybody got the share
 * whose turn it was. Anybody can check it with what the packet shows once it is over.
 */
export function verifyPacket(
  facts: PacketFacts,
  revealed: { seed: string; commitment: string },
  taken: readonly TakenShare[],
): PacketVerdict {
  const seed = bytesOfHex(revealed.seed);
  if (seed === null || packetCommitment(seed, facts) !== revealed.commitment) {
    return { fair: false, why: 'seed', number: null };
  }
  const shares = splitPacket(seed, facts);
  const numbers = new Set<number>();
  for (const { number, amountMinor } of taken) {
    if (shares[number - 1] !== amountMinor || numbers.has(number)) {
      return { fair: false, why: 'share', number };
    }
    numbers.add(number);
  }
  return { fair: true, shares };
}
