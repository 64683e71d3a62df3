import { assert } from '../assert.ts';
import { createStream, type Draw } from './stream.ts';

/** `forOne` is a fixed packet of one share that only one person may take. */
export type PacketKind = 'fixed' | 'lucky' | 'forOne';

export type PacketSplit = {
  kind: PacketKind;
  count: number;
  /** All of it, in the smallest unit. */
  amountMinor: number;
};

/** The same for everybody; what does not divide is spread, one unit each. */
function splitEvenly({ count, amountMinor }: PacketSplit): number[] {
  const each = Math.floor(amountMinor / count);
  const rest = amountMinor - each * count;
  return Array.from({ length: count }, (_, index) => each + (index < rest ? 1 : 0));
}

/**
 * Twice the mean: each share is drawn between one unit and nearly twice what is left for each, so
 * it is on average exactly that; the last one takes the rest. Every share is at least one unit.
 */
function splitByLuck({ count, amountMinor }: PacketSplit, draw: Draw): number[] {
  const shares: number[] = [];
  let rest = amountMinor;
  for (let left = count; left > 1; left -= 1) {
    const most = Math.max(1, Math.floor((2 * rest) / left) - 1);
    const share = 1 + draw(most);
    shares.push(share);
    rest -= share;
  }
  return [...shares, rest];
}

function shuffle(shares: number[], draw: Draw): number[] {
  for (let last = shares.length - 1; last > 0; last -= 1) {
    const other = draw(last + 1);
    const kept = shares[last] as number;
    shares[last] = shares[other] as number;
    shares[other] = kept;
  }
  return shares;
}

/**
 * The shares of a red packet in the order in which they are given out, as they follow from its
 * seed. Shuffled: by luck alone the later shares vary more, and of few units the first get most.
 */
export function splitPacket(seed: Uint8Array, of: PacketSplit): number[] {
  const { kind, count, amountMinor } = of;
  assert(Number.isInteger(count) && count > 0, 'a packet has a share');
  assert(Number.isSafeInteger(amountMinor) && amountMinor >= count, 'a share is at least one unit');
  const draw = createStream(seed);
  const shares = kind === 'lucky' ? splitByLuck(of, draw) : splitEvenly(of);
  return shuffle(shares, draw);
}
