import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packetCommitment, splitPacket, verifyPacket, type PacketFacts } from './index.ts';
import { createStream } from './stream.ts';

const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 });
const splits = fc
  .record({
    kind: fc.constantFrom('fixed' as const, 'lucky' as const),
    count: fc.integer({ min: 1, max: 100 }),
    more: fc.oneof(fc.nat(30), fc.nat(2_000_000)),
  })
  .map(({ kind, count, more }) => ({ kind, count, amountMinor: count + more }));

const total = (shares: readonly number[]) => shares.reduce((sum, one) => sum + one, 0);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** A seed of its own for each number. */
function seedOf(n: number): Uint8Array {
  const bytes = new Uint8Array(32);
  new DataView(bytes.buffer).setUint32(0, n);
  return bytes;
}

/** Σ (seen − expected)² / expected. */
function chiSquare(seen: readonly number[], expected: readonly number[]): number {
  return seen.reduce(
    (sum, count, i) => sum + (count - (expected[i] ?? 0)) ** 2 / (expected[i] ?? 1),
    0,
  );
}

describe('a split', () => {
  it('gives all of it, to each at least one unit', () => {
    fc.assert(
      fc.property(seeds, splits, (seed, of) => {
        const shares = splitPacket(seed, of);
        expect(shares).toHaveLength(of.count);
        expect(total(shares)).toBe(of.amountMinor);
        expect(Math.min(...shares)).toBeGreaterThanOrEqual(1);
        if (of.kind === 'fixed') {
          expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
        }
        expect(splitPacket(seed, of)).toEqual(shares);
      }),
      { numRuns: 500 },
    );
  });

  it('draws every number as often as any other', () => {
    const draw = createStream(seedOf(1));
    const seen = Array<number>(10).fill(0);
    for (let i = 0; i < 20_000; i += 1) {
      const value = draw(10);
      seen[value] = (seen[value] ?? 0) + 1;
    }
    // 9 degrees of freedom: above 27.9 once in a thousand; the seed is fixed.
    expect(chiSquare(seen, Array<number>(10).fill(2_000))).toBeLessThan(27.9);
  });

  it('favours no place: not by the mean, nor by who gets most, also of few units', () => {
    for (const amountMinor of [10_000, 15]) {
      const [count, rounds] = [10, 4_000];
      const sums = Array<number>(count).fill(0);
      const most = Array<number>(count).fill(0);
      for (let n = 0; n < rounds; n += 1) {
        const shares = splitPacket(seedOf(n), { kind: 'lucky', count, amountMinor });
        const top = Math.max(...shares);
        const winners = shares.flatMap((share, i) => (share === top ? [i] : []));
        for (const [i, share] of shares.entries()) sums[i] = (sums[i] ?? 0) + share;
        // Of several one, by turns: who counts the first would see a bias of its own making.
        const winner = winners[n % winners.length] ?? 0;
        most[winner] = (most[winner] ?? 0) + 1;
      }
      expect(chiSquare(most, Array<number>(count).fill(rounds / count))).toBeLessThan(27.9);
      for (const sum of sums) {
        const mean = sum / rounds;
        expect(Math.abs(mean / (amountMinor / count) - 1)).toBeLessThan(0.05);
      }
    }
  });

  it('of a hundred units for two gives each amount from 1 to 99 alike', () => {
    const seen = Array<number>(99).fill(0);
    const rounds = 9_900;
    for (let n = 0; n < rounds; n += 1) {
      const [first = 0] = splitPacket(seedOf(n), { kind: 'lucky', count: 2, amountMinor: 100 });
      seen[first - 1] = (seen[first - 1] ?? 0) + 1;
    }
    // 98 degrees of freedom: above 148.2 once in a thousand.
    expect(chiSquare(seen, Array<number>(99).fill(rounds / 99))).toBeLessThan(148.2);
  });
});

describe('a commitment', () => {
  const packetId = '01890000-0000-7000-8000-000000000001';

  it('binds the seed and every fact', () => {
    fc.assert(
      fc.property(seeds, splits, fc.nat(31), fc.nat(99), (seed, of, byte, which) => {
        const facts: PacketFacts = { ...of, packetId, currency: 'points' };
        const commitment = packetCommitment(seed, facts);
        const revealed = { seed: hex(seed), commitment };
        const shares = splitPacket(seed, of);
        const taken = shares.map((amountMinor, i) => ({ number: i + 1, amountMinor }));
        expect(verifyPacket(facts, revealed, taken)).toEqual({ fair: true, shares });
        expect(verifyPacket(facts, revealed, taken.slice(0, which))).toMatchObject({ fair: true });

        const other = Uint8Array.from(seed);
        other[byte] = (other[byte] ?? 0) ^ 1;
        const noSeed = { fair: false, why: 'seed', number: null };
        expect(verifyPacket(facts, { seed: hex(other), commitment }, taken)).toEqual(noSeed);
        for (const lie of [
          { amountMinor: of.amountMinor + 1 },
          { count: of.count + 1 },
          { currency: 'stones' },
          { packetId: packetId.replace(/1$/, '2') },
          { kind: of.kind === 'fixed' ? ('lucky' as const) : ('fixed' as const) },
        ]) {
          expect(verifyPacket({ ...facts, ...lie }, revealed, taken)).toEqual(noSeed);
        }

        const wrong = taken[which % taken.length] ?? { number: 1, amountMinor: 1 };
        const { number } = wrong;
        const shifted = taken.with(number - 1, { number, amountMinor: wrong.amountMinor + 1 });
        const noShare = { fair: false, why: 'share', number };
        expect(verifyPacket(facts, revealed, shifted)).toEqual(noShare);
        expect(verifyPacket(facts, revealed, [...taken, wrong])).toEqual(noShare);
      }),
      { numRuns: 200 },
    );
  });

  // Both numbers were computed by another program, in another language.
  it('is what it is: others compute it as well', () => {
    const seed = Uint8Array.from({ length: 32 }, (_, i) => i);
    const facts = {
      packetId,
      kind: 'lucky',
      count: 5,
      amountMinor: 1_000,
      currency: 'points',
    } as const;
    expect(packetCommitment(seed, facts)).toBe(
      'e30205931df137db221331f117982b730d5f6069e84b91da3e150ff7568ee4f5',
    );
    expect(splitPacket(seed, facts)).toEqual([203, 228, 87, 337, 145]);
    const garbled = { seed: 'no hex', commitment: packetCommitment(seed, facts) };
    expect(verifyPacket(facts, garbled, [])).toMatchObject({ fair: false, why: 'seed' });
  });
});
