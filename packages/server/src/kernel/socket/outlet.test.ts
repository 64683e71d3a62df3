import { manualClock } from '@plaza/base';
import { closeCodes } from '@plaza/contract';
import { Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createFlusher } from './flusher.ts';
import { prepare } from './frame.ts';
import { createOutlet, dropBytes, lagBytes } from './outlet.ts';

/** A socket whose other side reads only when told to. */
function stuckSocket() {
  const writes: Buffer[] = [];
  const held: (() => void)[] = [];
  const raw = new Duplex({
    highWaterMark: 1024,
    read: () => undefined,
    write(chunk: Buffer, _encoding, done) {
      writes.push(chunk);
      held.push(done);
    },
  });
  const readAll = async () => {
    while (held.length > 0) {
      held.shift()?.();
      await new Promise(setImmediate);
    }
  };
  return { raw, writes, readAll };
}

function setUp() {
  const clock = manualClock();
  const closed: number[] = [];
  const socket = stuckSocket();
  const schedule = createFlusher();
  const close = (code: number) => void closed.push(code);
  const outlet = createOutlet(socket.raw, { clock, close, schedule });
  return { clock, closed, outlet, ...socket };
}

const frame = prepare({ t: 'event', name: 'x', payload: 'y'.repeat(1000) });

describe('an outlet', () => {
  it('writes what one turn queued in one go', async () => {
    const { outlet, writes } = setUp();
    outlet.tell(frame);
    outlet.tell(frame);
    outlet.answer(frame);
    expect(writes).toHaveLength(0);
    await new Promise(setImmediate);
    expect(writes.map((bytes) => bytes.length)).toEqual([frame.length * 3]);
  });

  it('stops telling a slow reader, and tells it of the lag once it reads again', async () => {
    const { outlet, writes, readAll, closed } = setUp();
    const sends = Math.ceil(lagBytes / frame.length) + 100;
    for (let i = 0; i < sends; i += 1) {
      outlet.tell(frame);
      outlet.flush();
    }
    expect(outlet.lagging).toBe(true);
    await readAll();
    expect(outlet.lagging).toBe(false);
    expect(writes.at(-1)?.toString()).toContain('"lag"');
    expect(closed).toEqual([]);
  });

  it('drops a reader that stays stalled, and holds no more than the bound', () => {
    const { outlet, clock, closed, raw } = setUp();
    for (let i = 0; i < 100_000; i += 1) {
      outlet.tell(frame);
      outlet.flush();
    }
    expect(raw.writableLength).toBeLessThan(lagBytes + 2 * frame.length);
    clock.advance(14_999);
    expect(closed).toEqual([]);
    clock.advance(1);
    expect(closed).toEqual([closeCodes.tooSlow]);
  });

  it('drops a reader whose answers pile up', () => {
    const { outlet, closed } = setUp();
    for (let sent = 0; sent <= dropBytes + 4 * frame.length; sent += frame.length) {
      outlet.answer(frame);
      outlet.flush();
    }
    expect(closed).toContain(closeCodes.tooSlow);
  });
});

describe('prepare', () => {
  it.each([0, 100, 125, 126, 65_000, 70_000])('writes a header for %i bytes', (size) => {
    const bytes = prepare({ t: 'event', name: 'n', payload: 'é'.repeat(size) });
    const text = JSON.stringify({ t: 'event', name: 'n', payload: 'é'.repeat(size) });
    const length = Buffer.byteLength(text);
    const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
    expect(bytes.length).toBe(header + length);
    expect(bytes.subarray(header).toString()).toBe(text);
  });
});
