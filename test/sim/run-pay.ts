import { parseArgs } from 'node:util';
import { simulatePay } from './pay/simulate.ts';

// `npm run sim -- pay [--seed N] [--seconds N] [--people N] [--steps N]`
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    seconds: { type: 'string', default: process.env['PLAZA_SIM_SECONDS'] ?? '30' },
    people: { type: 'string', default: '20' },
    steps: { type: 'string' },
  },
});
const settings = {
  seed: Number(values.seed),
  seconds: Number(values.seconds),
  people: Number(values.people),
  steps: values.steps === undefined ? null : Number(values.steps),
};

const report = await simulatePay(settings, (line) => console.log(line));
const { broken, sent, done, settled, repeated, faults, strikes, steps, calls } = report;
for (const sentence of broken.slice(0, 20)) console.error(`BROKEN ${sentence}`);
console.log(JSON.stringify(calls));
console.log(
  `${steps} steps, ${strikes} strikes; ${sent} transfers asked for: ${done} took place, ` +
    `${settled} settled by people; ${repeated} answers heard only when asked again, ` +
    `${faults} faults answered, ${broken.length} laws broken (seed ${settings.seed})`,
);
process.exit(broken.length === 0 ? 0 : 1);
