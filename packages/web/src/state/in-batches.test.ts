import type { SocketLike } from '@plaza/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { inBatches } from './in-batches.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function open(isWatched = true) {
  const sent: string[] = [];
  const heard: unknown[] = [];
  const inner: SocketLike = {
    ...{ onopen: null, onmessage: null, onclose: null, onerror: null },
    send: (data) => void sent.push(data),
    close: () => undefined,
  };
  const outer = inBatches(inner, () => isWatched);
  outer.onmessage = ((event: unknown) => heard.push(event)) as never;
  outer.onclose = ((event: unknown) => heard.push(event)) as never;
  return { outer, sent, heard, say: (word: string) => inner.onmessage?.(word as never), inner };
}

test('what comes after a rest comes at once, and a stream together, in its order', () => {
  const { heard, say } = open();
  say('a');
  expect(heard).toEqual(['a']);
  say('b');
  say('c');
  expect(heard).toEqual(['a']);
  vi.advanceTimersByTime(99);
  expect(heard).toEqual(['a']);
  vi.advanceTimersByTime(1);
  expect(heard).toEqual(['a', 'b', 'c']);
  vi.advanceTimersByTime(100);
  say('d');
  expect(heard).toEqual(['a', 'b', 'c', 'd']);
});

test('nothing is lost when the line ends, and its end comes last', () => {
  const { heard, say, inner } = open();
  say('a');
  say('b');
  inner.onclose?.('the end' as never);
  expect(heard).toEqual(['a', 'b', 'the end']);
  vi.advanceTimersByTime(1_000);
  expect(heard).toHaveLength(3);
});

test('a page that nobody looks at hears everything at once', () => {
  const { heard, say } = open(false);
  say('a');
  say('b');
  expect(heard).toEqual(['a', 'b']);
});

test('what is written goes out at once', () => {
  const { outer, sent } = open();
  outer.send('x');
  expect(sent).toEqual(['x']);
});
