import type { Clock, Random } from '@plaza/base';

/**
 * Makes ids for accounts and transfers: 48 bits of milliseconds, then 80 random bits that rise by
 * one within a millisecond. So ids rise strictly within a process, which keeps indexes dense.
 */
export function createLedgerIds(deps: { clock: Clock; random: Random }): () => bigint {
  let lastMs = -1;
  let last = 0n;
  return () => {
    const nowMs = deps.clock.nowMs();
    if (nowMs > lastMs) {
      lastMs = nowMs;
      const fresh = (BigInt(Math.floor(nowMs)) << 80n) | randomBits80(deps.random);
      // A burst may have carried into the next millisecond: never go below what was given out.
      last = fresh > last ? fresh : last + 1n;
    } else {
      last += 1n;
    }
    return last;
  };
}

function randomBits80(random: Random): bigint {
  let bits = 0n;
  for (const byte of random.bytes(10)) bits = (bits << 8n) | BigInt(byte);
  return bits;
}

const words = new DataView(new ArrayBuffer(16));
const hexOf16Bits: string[] = [];
for (let value = 0; value < 0x1_0000; value += 1) {
  hexOf16Bits.push(value.toString(16).padStart(4, '0'));
}

function hexAt(byte: number): string {
  return hexOf16Bits[words.getUint16(byte)] as string;
}

/** A u128 in the form of a UUID, the type that PostgreSQL has for 16 bytes. */
export function uuidOf(value: bigint): string {
  words.setBigUint64(0, value >> 64n);
  words.setBigUint64(8, value);
  return (
    `${hexAt(0)}${hexAt(2)}-${hexAt(4)}-${hexAt(6)}-${hexAt(8)}-` +
    `${hexAt(10)}${hexAt(12)}${hexAt(14)}`
  );
}

/** The u128 that `uuidOf` wrote. */
export function u128Of(uuid: string): bigint {
  return BigInt(`0x${uuid.replaceAll('-', '')}`);
}
