import { readFileSync } from 'node:fs';
import { treePids } from './cpu.ts';

/**
 * Kibibytes that a process and everything it started hold, with shared pages counted in parts;
 * NaN where the system does not tell.
 */
export function treeMemoryKib(rootPid: number): number {
  const shares = treePids(rootPid).map((pid) => {
    try {
      const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1');
      return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1]);
    } catch {
      return 0;
    }
  });
  return shares.length === 0 ? Number.NaN : shares.reduce((sum, kib) => sum + kib, 0);
}
