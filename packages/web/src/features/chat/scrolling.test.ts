import { expect, test } from 'vitest';
import { followsArrival, isNearEnd, readUpTo } from './scrolling.ts';

test('a reader within 80 pixels of the end follows', () => {
  expect(isNearEnd({ offset: 1_120, viewport: 800, size: 2_000 })).toBe(true);
  expect(isNearEnd({ offset: 1_119, viewport: 800, size: 2_000 })).toBe(false);
  expect(isNearEnd({ offset: 0, viewport: 800, size: 300 })).toBe(true);
});

test('sending never skips what was not read', () => {
  expect(followsArrival({ wasNearEnd: true, isOwn: false, unread: 3 })).toBe(true);
  expect(followsArrival({ wasNearEnd: false, isOwn: false, unread: 0 })).toBe(false);
  expect(followsArrival({ wasNearEnd: false, isOwn: true, unread: 0 })).toBe(true);
  expect(followsArrival({ wasNearEnd: false, isOwn: true, unread: 2 })).toBe(false);
});

test('reading goes as far as was seen, never back, and only when looked at', () => {
  const base = { seenSeq: 9, readSeq: 5, markedUnread: false, isVisible: true };
  expect(readUpTo(base)).toBe(9);
  expect(readUpTo({ ...base, isVisible: false })).toBeNull();
  expect(readUpTo({ ...base, readSeq: 9 })).toBeNull();
  expect(readUpTo({ ...base, seenSeq: 0 })).toBeNull();
  expect(readUpTo({ ...base, readSeq: 12, markedUnread: true })).toBe(12);
});
