import type { Outlet } from './outlet.ts';

/** Frames as one piece of bytes. */
export type Join = (frames: readonly Buffer[]) => Buffer;

/** Joins frames; for the members of a group, who get the same ones after each other, only once. */
export function createJoin(): { join: Join; forget(): void } {
  let last: readonly Buffer[] = [];
  let joined: Buffer | null = null;
  const isLast = (frames: readonly Buffer[]) =>
    joined !== null &&
    frames.length === last.length &&
    frames.every((frame, index) => frame === last[index]);
  return {
    join(frames) {
      if (frames.length === 1) return frames[0] as Buffer;
      if (joined !== null && isLast(frames)) return joined;
      last = frames;
      joined = Buffer.concat(frames);
      return joined;
    },
    forget() {
      last = [];
      joined = null;
    },
  };
}

/**
 * Collects the outlets that have something to write and flushes each once a turn. An outlet asks
 * for it with the first frame that it queues.
 */
export function createFlusher(): (outlet: Outlet) => void {
  const { join, forget } = createJoin();
  let waiting: Outlet[] = [];

  function flushAll(): void {
    const outlets = waiting;
    waiting = [];
    for (const outlet of outlets) outlet.flush(join);
    forget();
  }

  return (outlet) => {
    if (waiting.push(outlet) === 1) setImmediate(flushAll);
  };
}
