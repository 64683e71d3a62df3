import type { ShiftedClock } from '@plaza/base';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fillCity } from '../demo/fill.ts';
import type { Kernel } from './kernel.ts';
import type { Modules } from './modules.ts';

async function isFilled(file: string): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch(() => null);
  return text !== null;
}

/** Fills the demo city once for each data folder; a fill that a crash cut off is completed. */
export async function fillDemo(
  kernel: Kernel,
  modules: Modules,
  clock: ShiftedClock,
): Promise<void> {
  const { config, log } = kernel;
  const file = path.join(config.dataDir, 'demo-city.json');
  if (await isFilled(file)) return;
  const startedMs = clock.monotonicMs();
  // Its talk has a past: the clock is set back while it is written.
  const goBack = (minutes: number) => clock.setShift(-minutes * 60_000);
  await fillCity({ ...kernel, ...modules, goBack }, config.seed);
  await writeFile(file, `${JSON.stringify({ seed: config.seed, filledAt: clock.now() })}\n`);
  const tookMs = Math.round(clock.monotonicMs() - startedMs);
  log.info({ seed: config.seed, tookMs }, 'demo city filled');
}
