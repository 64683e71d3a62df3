import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blockEntries,
  buildBlock,
  columnsIn,
  growBlock,
  hashTokens,
  probesOf,
  sliceProbes,
  type Block,
  type Message,
} from './sketch.ts';

function inSketch({ sketch }: Block, token: string): boolean {
  return probesOf(token).sketch.every((probe) => {
    const bit = probe % (sketch.length * 8);
    return ((sketch[bit >> 3] as number) & (1 << (bit & 7))) !== 0;
  });
}

/** What the database cuts out of the slices. */
function rowsFor({ slices, stride }: Block, tokens: readonly string[]): Buffer {
  const rows = tokens.flatMap((token) =>
    probesOf(token).slices.map((probe) => {
      const at = (probe % (slices.length / stride)) * stride;
      return slices.subarray(at, at + stride);
    }),
  );
  return Buffer.concat(rows);
}

const columnsOf = (block: Block, shape: number[], tokens: readonly string[]) =>
  columnsIn(rowsFor(block, tokens), { stride: block.stride, shape, end: blockEntries });

type Said = { column: number; tokens: readonly string[] };
const hashed = ({ column, tokens }: Said): Message => {
  return { column, tokens: hashTokens(new Set(tokens)) };
};

const token = fc.string({ minLength: 1, maxLength: 6 });
const messages = fc
  .uniqueArray(fc.integer({ min: 0, max: blockEntries - 1 }), { maxLength: blockEntries })
  .chain((columns) =>
    fc.tuple(...columns.map((column) => fc.tuple(fc.constant(column), fc.uniqueArray(token)))),
  )
  .map((all): Said[] => all.map(([column, tokens]) => ({ column, tokens })));

describe('probes', () => {
  it('are where the database looks for them', () => {
    fc.assert(
      fc.property(token, fc.integer({ min: 1, max: 200_000 }), (one, size) => {
        const [a, b] = hashTokens(new Set([one])) as unknown as [number, number];
        const { sketch, slices } = probesOf(one);
        const at = [...sketch, ...slices].map((probe) => probe % size);
        let step = a % size;
        for (const expected of at) {
          expect(step).toBe(expected);
          step = (step + (b % size)) % size;
        }
      }),
    );
  });
});

describe('blocks', () => {
  it('never miss a token, in the sketch or in the slices', () => {
    fc.assert(
      fc.property(messages, (all) => {
        const block = buildBlock(all.map(hashed), blockEntries);
        for (const { column, tokens } of all) {
          for (const one of tokens) {
            expect(inSketch(block, one)).toBe(true);
            expect(columnsOf(block, [1], [one])).toContain(column);
            expect(columnsOf(block, [2, 1], [one, 'another', one])).toContain(column);
          }
        }
      }),
    );
  });

  it('give columns from the last on, and none beyond the end', () => {
    const all = [1, 5, 9].map((column) => hashed({ column, tokens: ['x'] }));
    const block = buildBlock(all, 16);
    const columns = columnsOf(block, [1], ['x']);
    expect(columns).toEqual(columns.toSorted((a, b) => b - a));
    expect(
      columnsIn(rowsFor(block, ['x']), { stride: block.stride, shape: [1], end: 6 }),
    ).not.toContain(9);
  });

  it('may grow, message by message, and say when they must be made anew', () => {
    fc.assert(
      fc.property(fc.array(fc.uniqueArray(token, { maxLength: 20 }), { maxLength: 60 }), (all) => {
        const known: Said[] = [];
        let block = buildBlock([], 1);
        for (const [column, tokens] of all.entries()) {
          known.push({ column, tokens });
          const hasGrown = growBlock(block, [hashed({ column, tokens })], column + 1);
          if (!hasGrown) block = buildBlock(known.map(hashed), column + 1);
          for (const one of known)
            for (const t of one.tokens) expect(inSketch(block, t)).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('say yes to few tokens that nobody wrote', () => {
    const all = Array.from({ length: blockEntries }, (_, column) => ({
      column,
      tokens: Array.from({ length: 25 }, (_none, n) => `${column % 40} ${n}`),
    }));
    const block = buildBlock(all.map(hashed), blockEntries);
    const absent = Array.from({ length: 5_000 }, (_, n) => `absent ${n}`);
    const inBlock = absent.filter((one) => inSketch(block, one)).length / absent.length;
    const atMessage =
      absent.reduce((sum, one) => sum + columnsOf(block, [1], [one]).length, 0) /
      (absent.length * blockEntries);
    expect(inBlock).toBeLessThan(0.01);
    expect(atMessage).toBeLessThan(0.03);
    expect(block.slices.length / blockEntries).toBeLessThan(40);
  });

  it('of very long messages stay of bounded size', () => {
    const tokens = Array.from({ length: 20_000 }, (_, n) => String(n));
    const all = Array.from({ length: 100 }, (_, column) => hashed({ column, tokens }));
    const block = buildBlock(all, blockEntries);
    expect(block.sketch.length).toBeLessThanOrEqual(6_000);
    expect(block.slices.length).toBeLessThanOrEqual(2_048 * 16);
    expect(probesOf('x').slices).toHaveLength(sliceProbes);
  });
});
