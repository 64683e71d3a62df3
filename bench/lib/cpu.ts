import { readFileSync, readdirSync } from 'node:fs';

// Linux counts in hundredths of a second, whatever the machine.
const msPerTick = 10;

type Entry = { pid: number; parent: number; ownMs: number; endedChildrenMs: number };

function readEntry(pid: string): Entry | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    // The process ended meanwhile; its parent counts it from now on.
    return null;
  }
  // The name stands in parentheses and may hold anything; fields are counted from behind it.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const at = (index: number) => Number(fields[index]);
  return {
    pid: Number(pid),
    parent: at(1),
    ownMs: (at(11) + at(12)) * msPerTick,
    endedChildrenMs: (at(13) + at(14)) * msPerTick,
  };
}

function readTree(rootPid: number): Entry[] {
  let pids: string[];
  try {
    pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
  const entries = pids.flatMap((pid) => readEntry(pid) ?? []);
  const included = new Set([rootPid]);
  // A child may have a lower number than its parent, so look until nothing is added.
  for (let before = 0; before !== included.size;) {
    before = included.size;
    for (const { pid, parent } of entries) if (included.has(parent)) included.add(pid);
  }
  const mine = entries.filter(({ pid }) => included.has(pid));
  return mine.some(({ pid }) => pid === rootPid) ? mine : [];
}

/** A process and everything it started; nothing where the system does not tell. */
export function treePids(rootPid: number): number[] {
  return readTree(rootPid).map(({ pid }) => pid);
}

/**
 * Milliseconds of processor that a process and everything it started have used, ended or not;
 * NaN where the system does not tell.
 */
export function treeCpuMs(rootPid: number): number {
  const mine = readTree(rootPid);
  if (mine.length === 0) return Number.NaN;
  return mine.reduce((sum, { ownMs, endedChildrenMs }) => sum + ownMs + endedChildrenMs, 0);
}

/** Milliseconds of processor that the whole machine has used; NaN where it does not tell. */
export function machineCpuMs(): number {
  try {
    const [first = ''] = readFileSync('/proc/stat', 'latin1').split('\n');
    const ticks = first.trim().split(/\s+/).slice(1, 9).map(Number);
    // The fourth and fifth are idle time and waiting for disks.
    const idle = (ticks[3] ?? 0) + (ticks[4] ?? 0);
    return (ticks.reduce((sum, n) => sum + n, 0) - idle) * msPerTick;
  } catch {
    return Number.NaN;
  }
}

/** Milliseconds of processor that ended children of this process have used. */
export function endedChildrenCpuMs(): number {
  return readEntry(String(process.pid))?.endedChildrenMs ?? Number.NaN;
}
