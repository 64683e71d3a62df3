import { expect, test } from 'vitest';
import { simulatePay } from './pay/simulate.ts';

const seed = Number(process.env['PLAZA_SIM_SEED'] ?? Date.now() % 1_000_000);
const seconds = Number(process.env['PLAZA_SIM_SECONDS'] ?? 20);

test(`people pay while two servers and their database die (seed ${seed})`, async () => {
  const settings = { seed, seconds, people: 20, steps: null };
  const report = await simulatePay(settings, (line) => console.log(line));
  expect(report.broken).toEqual([]);
  expect(report.done).toBeGreaterThan(seconds);
  expect(report.settled).toBeGreaterThan(0);
  expect(report.strikes).toBeGreaterThan(1);
});
