import type { Clock } from '@plaza/base';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fillCity } from '../demo/fill.ts';
import type { Kernel } from './kernel.ts';
import type { Modules } from './modules.ts';

/** A clock that can be set back while a demo city is filled, so that its talk has a past. */
export type ShiftedClock = Clock & { goBack(minutes: number): void };

export function shiftedClock(clock: Clock): ShiftedClock {
  let shiftMs = 0;
  return {
    ...clock,
    nowMs: () => clock.nowMs() - shiftMs,
    now: () => new Date(clock.nowMs() - shiftMs),
    goBack(minutes) {
      shiftMs = minutes * 60_000;
    },
  };
}

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
  await fillCity({ ...kernel, ...modules, goBack: clock.goBack }, config.seed);
  await writeFile(file, `${JSON.stringify({ seed: config.seed, filledAt: clock.now() })}\n`);
  const tookMs = Math.round(clock.monotonicMs() - startedMs);
  log.info({ seed: config.seed, tookMs }, 'demo city filled');
}
