import type { Outlet } from './outlet.ts';

/** Collects the outlets that have something to write and flushes each once a turn. */
export function createFlusher(): (outlet: Outlet) => void {
  const dirty = new Set<Outlet>();
  let scheduled = false;

  function flushAll(): void {
    scheduled = false;
    for (const outlet of dirty) outlet.flush();
    dirty.clear();
  }

  return (outlet) => {
    dirty.add(outlet);
    if (scheduled) return;
    scheduled = true;
    setImmediate(flushAll);
  };
}
