import { manualClock } from '@plaza/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inBatches, inTurns, inWaves } from './batching.ts';

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('questions in batches', () => {
  it('answers each with its own, in batches within their bounds, whenever they are asked', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.nat(), { maxLength: 20 }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 3 }),
        async (turns, largest, underWay) => {
          let running = 0;
          const ask = inBatches(
            async (questions: readonly number[]) => {
              running += 1;
              expect(running).toBeLessThanOrEqual(underWay);
              expect(questions.length).toBeLessThanOrEqual(largest);
              await nextTurn();
              running -= 1;
              return questions.map((n) => -n);
            },
            { largest, underWay },
          );
          const answers: Promise<number>[] = [];
          for (const questions of turns) {
            answers.push(...questions.map(ask));
            await nextTurn();
          }
          expect(await Promise.all(answers)).toEqual(turns.flat().map((n) => -n));
        },
      ),
      { numRuns: 50 },
    ));

  it('asks at once what comes in one turn, and together what comes meanwhile', async () => {
    const batches: string[][] = [];
    let release = () => {};
    const ask = inBatches(
      async (questions: readonly string[]) => {
        batches.push([...questions]);
        await new Promise<void>((resolve) => (release = resolve));
        return questions;
      },
      { largest: 100, underWay: 1 },
    );
    const answers = [ask('a'), ask('b')];
    await nextTurn();
    answers.push(ask('c'));
    await nextTurn();
    answers.push(ask('d'));
    expect(batches).toEqual([['a', 'b']]);
    release();
    await nextTurn();
    await nextTurn();
    release();
    expect(await Promise.all(answers)).toEqual(['a', 'b', 'c', 'd']);
    expect(batches).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('never answers from a read that began before the question', async () => {
    let truth = 1;
    const ask = inBatches(
      async (questions: readonly null[]) => {
        const read = truth;
        await nextTurn();
        return questions.map(() => read);
      },
      { largest: 100, underWay: 1 },
    );
    const before = ask(null);
    await nextTurn();
    truth = 2;
    expect([await ask(null), await before]).toEqual([2, 1]);
  });

  it('fails the questions of a batch that failed, and goes on', async () => {
    const ask = inBatches(
      async (questions: readonly number[]) => {
        if (questions.includes(1)) throw new Error('no');
        return questions;
      },
      { largest: 2, underWay: 1 },
    );
    const answers = await Promise.allSettled([1, 2, 3].map(ask));
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  });

  it('tries each by itself then, where one is not to stand in the way of others', async () => {
    const tried: number[][] = [];
    const ask = inBatches(
      async (questions: readonly number[]) => {
        tried.push([...questions]);
        if (questions.includes(2)) throw new Error('no');
        return questions;
      },
      { largest: 3, underWay: 1, thenEach: true },
    );
    const answers = await Promise.allSettled([1, 2, 3].map(ask));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(tried).toEqual([[1, 2, 3], [1], [2], [3]]);
  });
});

it('what is asked about twice comes in two waves, and is answered in its place', () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 30 }), async (asked) => {
      const seen = new Map<number, number>();
      const answers = await inWaves(asked, String, async (questions) => {
        expect(new Set(questions).size).toBe(questions.length);
        return questions.map((n) => {
          seen.set(n, (seen.get(n) ?? 0) + 1);
          return `${n} ${seen.get(n)}`;
        });
      });
      const counted = asked.map((n, at) => asked.slice(0, at + 1).filter((m) => m === n).length);
      expect(answers).toEqual(asked.map((n, at) => `${n} ${counted[at]}`));
    }),
    { numRuns: 50 },
  ));

it('goes on beside a batch that is stuck, and still answers it', async () => {
  const clock = manualClock();
  let release = () => {};
  const ask = inBatches(
    async (questions: readonly number[]) => {
      if (questions.includes(1)) await new Promise<void>((resolve) => (release = resolve));
      return questions;
    },
    { largest: 10, underWay: 1, clock },
  );
  const stuck = ask(1);
  await nextTurn();
  const next = ask(2);
  clock.advance(9_999);
  expect(await Promise.race([next, nextTurn().then(() => 'waits')])).toBe('waits');
  clock.advance(1);
  expect(await next).toBe(2);
  expect(await ask(3)).toBe(3);
  release();
  expect(await stuck).toBe(1);
  expect(await ask(4)).toBe(4);
});

describe('while the database is away', () => {
  const away = () => Object.assign(new Error('no'), { code: 'ECONNREFUSED' });

  it('whoever waits hears it with the first, and later ones are asked for again', async () => {
    let isAway = true;
    const ask = inBatches(
      async (questions: readonly number[]) => {
        await nextTurn();
        if (isAway) throw away();
        return questions;
      },
      { largest: 1, underWay: 1 },
    );
    const inTurn = inTurns(1);
    const read = async (n: number) => (await nextTurn(), isAway ? Promise.reject(away()) : n);
    const all = [1, 2, 3].flatMap((n) => [ask(n), inTurn(() => read(n))]);
    await nextTurn();
    const early = await Promise.allSettled(all);
    expect(early.every(({ status }) => status === 'rejected')).toBe(true);
    isAway = false;
    expect(await Promise.all([ask(4), inTurn(() => read(5)), inTurn(() => read(6))])).toEqual([
      4, 5, 6,
    ]);
  });
});

describe('turns', () => {
  it('let so many run at once and no more, in the order of their coming, whatever fails', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ turns: fc.nat(3), fails: fc.boolean(), later: fc.boolean() })),
        fc.integer({ min: 1, max: 4 }),
        async (works, atOnce) => {
          const inTurn = inTurns(atOnce);
          let running = 0;
          const begun: number[] = [];
          const results: Promise<number>[] = [];
          for (const [n, { turns, fails, later }] of works.entries()) {
            if (later) await nextTurn();
            const work = inTurn(async () => {
              begun.push(n);
              running += 1;
              expect(running).toBeLessThanOrEqual(atOnce);
              for (let turn = 0; turn < turns; turn += 1) await nextTurn();
              running -= 1;
              if (fails) throw new Error('no');
              return n;
            });
            work.catch(() => undefined);
            results.push(work);
          }
          const settled = await Promise.allSettled(results);
          expect(settled.map(({ status }) => status === 'rejected')).toEqual(
            works.map(({ fails }) => fails),
          );
          expect(begun).toEqual([...works.keys()]);
          expect(running).toBe(0);
        },
      ),
      { numRuns: 100 },
    ));
});
