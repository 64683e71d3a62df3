import { expect, it } from 'vitest';
import { billTime, compactTime, isDay, readWireTime, wireTime } from './times.ts';

const at = new Date('2026-11-23T10:34:56.789Z');

it('writes times as APIv3 and its bills do', () => {
  expect(wireTime(at)).toBe('2026-11-23T10:34:56+00:00');
  expect(billTime(at)).toBe('2026-11-23 10:34:56');
  expect(compactTime(at)).toBe('20261123103456');
});

it('reads times with any offset, and nothing else', () => {
  expect(readWireTime('2018-06-08T10:34:56+08:00')?.toISOString()).toBe('2018-06-08T02:34:56.000Z');
  expect(readWireTime('2018-06-08T10:34:56.120Z')?.getUTCMilliseconds()).toBe(120);
  for (const odd of ['2018-06-08', '2018-06-08T10:34:56', '2018-13-08T10:34:56Z', 'now']) {
    expect(readWireTime(odd), odd).toBeNull();
  }
});

it('knows days that there are', () => {
  expect(['2026-02-28', '2026-02-30', '2026-2-3', '20260228'].map(isDay)).toEqual([
    ...[true, false, false, false],
  ]);
});
