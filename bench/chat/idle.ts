import { treeCpuMs } from '../lib/cpu.ts';
import { pause } from '../lib/figures.ts';
import { treeMemoryKib } from '../lib/memory.ts';
import { startGenerator, type Generator } from './generator-process.ts';
import type { Plan } from './plan.ts';
import { sum } from './stage-hands.ts';
import type { Target, TargetName } from './target.ts';

/** How much a target grew by connections that only stay open. */
export type Idle = {
  connections: number;
  kibEach: number;
  /** The same without what nobody holds any more; null where that cannot be asked for. */
  collectedKibEach: number | null;
  /** Share of a core that it uses meanwhile. */
  cores: number;
};

const restMs = 3_000;

async function memoryOf({ pids, collect }: Target): Promise<{ plain: number; collected: number }> {
  const plain = sum(pids.map(treeMemoryKib));
  if (collect === undefined) return { plain, collected: Number.NaN };
  await collect();
  return { plain, collected: sum(pids.map(treeMemoryKib)) };
}

async function compare(target: Target, before: number, connections: number): Promise<Idle> {
  const cpuBefore = sum(target.pids.map(treeCpuMs));
  await pause(restMs);
  const cores = (sum(target.pids.map(treeCpuMs)) - cpuBefore) / restMs;
  const { plain, collected } = await memoryOf(target);
  const each = (kib: number) => (kib - before) / connections;
  const collectedKibEach = Number.isNaN(collected) ? null : each(collected);
  return { connections, kibEach: each(plain), collectedKibEach, cores };
}

/**
 * Opens the idle connections of all targets and lets them rest together: some give memory back
 * only after a while. First of all measures, while every server is as fresh as the others.
 */
export async function measureIdle(
  plan: Plan,
  targets: readonly Target[],
): Promise<Map<TargetName, Idle>> {
  const idle = new Map<TargetName, Idle>();
  const open: { target: Target; generator: Generator; before: number; connections: number }[] = [];
  for (const target of targets) {
    const connections = plan.idle.get(target.name);
    if (connections === undefined) continue;
    const { plain, collected } = await memoryOf(target);
    const generator = startGenerator();
    await generator.do({ do: 'open', door: target.door, people: connections });
    const before = Number.isNaN(collected) ? plain : collected;
    open.push({ target, generator, before, connections });
  }
  if (open.length > 0) await pause(plan.idleSettleMs);
  for (const { target, before, connections } of open) {
    idle.set(target.name, await compare(target, before, connections));
  }
  for (const { generator } of open) generator.stop();
  // Closing takes a while too, and is nobody's message.
  if (open.length > 0) await pause(2_000);
  return idle;
}
