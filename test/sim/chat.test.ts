import { expect, test } from 'vitest';
import { hasNats } from '../../packages/server/src/kernel/events/testing-nats.ts';
import { simulateChat } from './chat/simulate.ts';

const seed = Number(process.env['PLAZA_SIM_SEED'] ?? Date.now() % 1_000_000);
const seconds = Number(process.env['PLAZA_SIM_SECONDS'] ?? 20);

test(`people chat over a bad network while the server dies twice (seed ${seed})`, async () => {
  const settings = { seed, seconds, people: 200, nodes: 1 };
  const report = await simulateChat(settings, (line) => console.log(line));
  expect(report.broken).toEqual([]);
  expect(report.acknowledged).toBeGreaterThan(0);
  expect(report.submitted).toBeGreaterThan(1_000);
});

// Left out where there is no nats-server.
test.skipIf(!hasNats())(
  `people chat on three servers over NATS, of which one is cut off (seed ${seed})`,
  async () => {
    const settings = { seed, seconds: Math.ceil(seconds * 0.7), people: 80, nodes: 3 };
    const report = await simulateChat(settings, (line) => console.log(line));
    expect(report.broken).toEqual([]);
    expect(report.acknowledged).toBeGreaterThan(500);
  },
);
