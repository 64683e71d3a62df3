import { assert } from './assert.ts';

/** A first-in, first-out queue that refuses to grow past `capacity`. */
export type BoundedQueue<T> = {
  readonly size: number;
  /** Adds at the end; false, and nothing changed, when the queue is full. */
  push(item: T): boolean;
  /** Takes up to `count` items from the front. */
  take(count: number): T[];
};

/** Creates a queue that holds at most `capacity` items. */
export function boundedQueue<T>(capacity: number): BoundedQueue<T> {
  assert(Number.isInteger(capacity) && capacity > 0, 'capacity must be a positive whole number');
  let items: T[] = [];
  return {
    get size() {
      return items.length;
    },
    push(item) {
      if (items.length >= capacity) return false;
      items.push(item);
      return true;
    },
    take(count) {
      if (count >= items.length) {
        const all = items;
        items = [];
        return all;
      }
      return items.splice(0, count);
    },
  };
}
