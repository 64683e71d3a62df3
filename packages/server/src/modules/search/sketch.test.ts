import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blockEntries,
  buildBlock,
  columnsIn,
  growBlock,
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

const token = fc.string({ minLength: 1, maxLength: 6 });
const messages = fc
  .uniqueArray(fc.integer({ min: 0, max: blockEntries - 1 }), { maxLength: blockEntries })
  .chain((columns) =>
    fc.tuple(...columns.map((column) => fc.tuple(fc.constant(column), fc.uniqueArray(token)))),
  )
  .map((all): Message[] => all.map(([column, tokens]) => ({ column, tokens: new Set(tokens) })));

describe('blocks', () => {
  it('never miss a token, in the sketch or in the slices', () => {
    fc.assert(
      fc.property(messages, (all) => {
        const block = buildBlock(all, blockEntries);
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
    const all = [1, 5, 9].map((column) => ({ column, tokens: new Set(['x']) }));
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
        const known: Message[] = [];
        let block = buildBlock([], 1);
        for (const [column, tokens] of all.entries()) {
          const message = { column, tokens: new Set(tokens) };
          known.push(message);
          if (!growBlock(block, [message], column + 1)) block = buildBlock(known, column + 1);
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
      tokens: new Set(Array.from({ length: 25 }, (_none, n) => `${column % 40} ${n}`)),
    }));
    const block = buildBlock(all, blockEntries);
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
    const tokens = new Set(Array.from({ length: 20_000 }, (_, n) => String(n)));
    const all = Array.from({ length: 100 }, (_, column) => ({ column, tokens }));
    const block = buildBlock(all, blockEntries);
    expect(block.sketch.length).toBeLessThanOrEqual(6_000);
    expect(block.slices.length).toBeLessThanOrEqual(2_048 * 16);
    expect(probesOf('x').slices).toHaveLength(sliceProbes);
  });
});
