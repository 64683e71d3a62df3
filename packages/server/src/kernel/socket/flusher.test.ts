import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFlusher, createJoin, type Join } from './flusher.ts';
import type { Outlet } from './outlet.ts';

const frames = Array.from({ length: 4 }, (_, n) => Buffer.from(`frame ${n}`));

describe('frames that are joined', () => {
  it('are what each outlet queued, whatever the one before had', () => {
    const queues = fc.array(fc.array(fc.constantFrom(...frames), { minLength: 1, maxLength: 4 }));
    fc.assert(
      fc.property(queues, (all) => {
        const { join } = createJoin();
        for (const queued of all) expect(join(queued)).toEqual(Buffer.concat(queued));
      }),
    );
  });

  it('are the same bytes for those who get the same', () => {
    const { join, forget } = createJoin();
    const first = join([frames[0] as Buffer, frames[1] as Buffer]);
    expect(join([frames[0] as Buffer, frames[1] as Buffer])).toBe(first);
    forget();
    expect(join([frames[0] as Buffer, frames[1] as Buffer])).not.toBe(first);
  });
});

describe('a flusher', () => {
  it('flushes each outlet once a turn, also one that asks meanwhile', async () => {
    const flushed: string[] = [];
    const schedule = createFlusher();
    const outlet = (name: string, then = () => {}): Outlet =>
      ({ flush: (_: Join) => (flushed.push(name), then()) }) as unknown as Outlet;
    schedule(outlet('a'));
    schedule(outlet('b', () => schedule(outlet('c'))));
    expect(flushed).toEqual([]);
    await new Promise(setImmediate);
    expect(flushed).toEqual(['a', 'b']);
    await new Promise(setImmediate);
    expect(flushed).toEqual(['a', 'b', 'c']);
  });
});
