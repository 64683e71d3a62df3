import { parseArgs } from 'node:util';
import { simulateChat } from './chat/simulate.ts';

// `npm run sim -- chat [--seed N] [--seconds N] [--people N] [--nodes N]`
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    seconds: { type: 'string', default: process.env['PLAZA_SIM_SECONDS'] ?? '30' },
    people: { type: 'string', default: '200' },
    nodes: { type: 'string', default: '1' },
  },
});
const settings = {
  seed: Number(values.seed),
  seconds: Number(values.seconds),
  people: Number(values.people),
  nodes: Number(values.nodes),
};

const report = await simulateChat(settings, (line) => console.log(line));
const { broken, submitted, acknowledged, refused, devices } = report;
for (const sentence of broken.slice(0, 20)) console.error(`BROKEN ${sentence}`);
console.log(
  `${devices} devices, ${submitted} messages: ${acknowledged} acknowledged on the spot, ` +
    `${refused} refused, ${broken.length} laws broken (seed ${settings.seed})`,
);
process.exit(broken.length === 0 ? 0 : 1);
