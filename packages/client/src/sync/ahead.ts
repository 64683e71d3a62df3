/** Things of a numbered log that came before their turn; the furthest are let go when full. */
export type Ahead<T> = {
  readonly size: number;
  hold(seq: number, item: T): void;
  /** Takes what stands at `seq`; null when it did not come yet. */
  take(seq: number): T | null;
  /** Forgets everything up to and including `seq`. */
  forget(seq: number): void;
};

export function createAhead<T>(capacity: number): Ahead<T> {
  const items = new Map<number, T>();
  return {
    get size() {
      return items.size;
    },
    hold(seq, item) {
      // What is let go is pulled with the gap before it.
      if (items.size < capacity) items.set(seq, item);
    },
    take(seq) {
      const item = items.get(seq);
      items.delete(seq);
      return item ?? null;
    },
    forget(seq) {
      for (const held of items.keys()) if (held <= seq) items.delete(held);
    },
  };
}
