import { secureRandom, systemClock, type Clock } from '@plaza/base';
import { composeCity, loadConfig } from '@plaza/server';
import { banner } from '../../packages/server/src/banner.ts';

// The server as `main.ts` starts it, with a clock that a test moves by messages: dates jump,
// timers keep to real time. The product itself has no such thing.

let offsetMs = Number(process.env['TRAVEL_OFFSET_MS'] ?? 0);

const clock: Clock = {
  ...systemClock,
  nowMs: () => systemClock.nowMs() + offsetMs,
  now: () => new Date(systemClock.nowMs() + offsetMs),
};

const loaded = loadConfig();
if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
const city = await composeCity(loaded.config, {
  clock,
  random: secureRandom,
  checkOutputs: true,
  onFatal: () => process.exit(1),
});

process.on('message', (message) => {
  ({ offsetMs } = message as { offsetMs: number });
  process.send?.({ offsetMs });
});
const stop = () => void city.stop().finally(() => process.exit());
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
process.stdout.write(`${banner(city.opened)}\n`);
