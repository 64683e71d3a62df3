import type { SocketLike } from '@plaza/client';

/** A busy stream is taken in ten times a second: each time costs the page a drawing. */
const everyMs = 100;

/**
 * Hands over together what arrives shortly after something else, so that fifty messages a second
 * leave a slow phone time for the finger. What comes after a rest is handed over at once.
 */
export function inBatches(inner: SocketLike, isWatched: () => boolean): SocketLike {
  let waiting: unknown[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastMs = -Infinity;

  const outer: SocketLike = {
    ...{ onopen: null, onmessage: null, onclose: null, onerror: null },
    send: (data) => inner.send(data),
    close: (code) => inner.close(code),
  };

  function deliver(): void {
    clearTimeout(timer);
    timer = undefined;
    lastMs = performance.now();
    const events = waiting;
    waiting = [];
    for (const event of events) outer.onmessage?.(event as never);
  }

  inner.onopen = (event) => outer.onopen?.(event);
  inner.onerror = (event) => outer.onerror?.(event);
  inner.onmessage = (event) => {
    waiting.push(event);
    const waitMs = lastMs + everyMs - performance.now();
    // Nobody looks, nothing is drawn; and the timers of such a page come late.
    if (waitMs <= 0 || !isWatched()) deliver();
    else timer ??= setTimeout(deliver, waitMs);
  };
  inner.onclose = (event) => {
    deliver();
    outer.onclose?.(event);
  };
  return outer;
}
