import { secureRandom, shiftedClock, systemClock, type PersonId } from '@plaza/base';
import { composeCity, loadConfig } from '@plaza/server';
import { banner } from '../../packages/server/src/banner.ts';

// The server as `main.ts` starts it, with a clock that a test moves by messages: dates jump,
// timers keep to real time; and with operators as many as a test wants. The product itself has no
// such things.

const clock = shiftedClock(systemClock, Number(process.env['TRAVEL_OFFSET_MS'] ?? 0));

const loaded = loadConfig();
if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
const city = await composeCity(loaded.config, {
  clock,
  random: secureRandom,
  checkOutputs: true,
  onFatal: () => process.exit(1),
});

type Told = { offsetMs: number } | { operatorId: PersonId };
process.on('message', (told: Told) => {
  if ('offsetMs' in told) {
    clock.setShift(told.offsetMs);
    process.send?.(told);
  } else void city.makeOperator(told.operatorId).then(() => process.send?.(told));
});
const stop = () => void city.stop().finally(() => process.exit());
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
process.stdout.write(`${banner(city.opened)}\n`);
