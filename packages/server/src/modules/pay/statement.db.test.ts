import { afterAll, beforeAll, expect, it } from 'vitest';
import { hourMs, must, openTestPay, reason, type TestPay } from './testing.ts';

let city: TestPay;
beforeAll(async () => {
  city = await openTestPay('memory');
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city[Symbol.asyncDispose]();
});

it('is searched by words, names and amounts, by kind and by time', async () => {
  const [ana, ben] = await city.pair(0);
  const [, kim] = await city.pair(0);
  await city.topUp(ana, 10_000);
  const bike = must(
    await city.send(ana, ben, { amountMinor: 1_250, note: 'A 100% new bike_bell' }),
  );
  must(await city.accept(ben, bike.transferId));
  const dayOne = new Date(city.clock.nowMs() + hourMs / 2).toISOString();
  city.skip(hourMs);
  const lunch = must(await city.send(ana, ben, { amountMinor: 70, note: 'Lunch' }));
  must(await city.giveBack(ben, lunch.transferId));
  const find = async (over: object) => {
    const page = must(await city.pay.listStatement(ana, { currency: 'points', ...over }));
    return page.lines.map(({ lineNumber }) => lineNumber);
  };
  expect(await find({})).toEqual([4, 3, 2, 1]);
  expect(await find({ text: 'BIKE' })).toEqual([2]);
  // The signs of a pattern are letters here.
  expect([await find({ text: '100%' }), await find({ text: '1%0' })]).toEqual([[2], []]);
  expect([await find({ text: 'e_b' }), await find({ text: 'n_w' })]).toEqual([[2], []]);
  expect(await find({ text: '12.5' })).toEqual([2]);
  expect(await find({ text: '0,70' })).toEqual([4, 3]);
  expect(await find({ text: 'what I call him', people: [ben] })).toEqual([4, 3, 2]);
  expect(await find({ text: 'nothing like it', people: [kim] })).toEqual([]);
  expect(await find({ text: '   ' })).toEqual([4, 3, 2, 1]);
  expect(await find({ kinds: ['transfer_out', 'top_up'] })).toEqual([3, 2, 1]);
  expect([await find({ until: dayOne }), await find({ since: dayOne })]).toEqual([
    [2, 1],
    [4, 3],
  ]);
  expect(await find({ text: 'lunch', kinds: ['transfer_out'], since: dayOne })).toEqual([3]);
  // Pages of a search go on where the last one ended.
  const first = must(
    await city.pay.listStatement(ana, { currency: 'points', text: 'Lunch', limit: 1 }),
  );
  expect(first).toMatchObject({ lines: [{ lineNumber: 4 }], next: '4' });
  expect(await find({ text: 'Lunch', limit: 1, cursor: '4' })).toEqual([3]);
  // Nobody finds a line of another.
  const others = must(await city.pay.listStatement(kim, { currency: 'points', people: [ana] }));
  expect(others.lines).toEqual([]);
});

it('is summed by period and kind, and the sums are what the lines say', async () => {
  const [ana, ben] = await city.pair(0);
  const begin = city.clock.nowMs();
  const at = (hours: number) => new Date(begin + hours * hourMs).toISOString();
  await city.topUp(ana, 500);
  city.skip(2 * hourMs);
  must(await city.send(ana, ben, { amountMinor: 30 }));
  must(await city.send(ana, ben, { amountMinor: 12 }));
  const sum = (bounds: string[]) => city.pay.sumStatement(ana, { currency: 'points', bounds });
  expect(must(await sum([at(-2), at(-1), at(1), at(4)])).periods).toEqual([
    { from: at(-2), sums: [] },
    { from: at(-1), sums: [{ kind: 'top_up', amountMinor: 500, lines: 1 }] },
    { from: at(1), sums: [{ kind: 'transfer_out', amountMinor: -42, lines: 2 }] },
  ]);
  expect(reason(await sum([at(1), at(1)]))).toBe('invalid');
  expect(reason(await sum([at(2), at(1)]))).toBe('invalid');
  const gold = await city.pay.sumStatement(ana, { currency: 'gold', bounds: [at(0), at(1)] });
  expect(reason(gold)).toBe('wrong_currency');
});
