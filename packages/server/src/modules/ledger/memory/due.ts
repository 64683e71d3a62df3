type Due = { expires_at: bigint; timestamp: bigint; id: bigint };

function isBefore(a: Due, b: Due): boolean {
  return a.expires_at === b.expires_at ? a.timestamp < b.timestamp : a.expires_at < b.expires_at;
}

/** A binary heap of pending transfers, the one that expires next on top. */
export function createDueHeap() {
  const heap: Due[] = [];

  function at(index: number): Due {
    return heap[index] as Due;
  }

  function swap(a: number, b: number): void {
    const entry = at(a);
    heap[a] = at(b);
    heap[b] = entry;
  }

  function firstOf(parent: number): number {
    let first = parent;
    for (const child of [2 * parent + 1, 2 * parent + 2]) {
      if (child < heap.length && isBefore(at(child), at(first))) first = child;
    }
    return first;
  }

  function sinkFromTop(): void {
    let parent = 0;
    for (let first = firstOf(0); first !== parent; first = firstOf(parent)) {
      swap(parent, first);
      parent = first;
    }
  }

  return {
    add(due: Due): void {
      let index = heap.push(due) - 1;
      while (index > 0) {
        const parent = (index - 1) >> 1;
        if (!isBefore(at(index), at(parent))) return;
        swap(index, parent);
        index = parent;
      }
    },
    /** Takes off the ids that are due at `nowNs`, in the order in which they expire. */
    takeDue(nowNs: bigint): bigint[] {
      const ids: bigint[] = [];
      for (let top = heap[0]; top !== undefined && top.expires_at <= nowNs; top = heap[0]) {
        ids.push(top.id);
        const bottom = heap.pop() as Due;
        if (heap.length === 0) break;
        heap[0] = bottom;
        sinkFromTop();
      }
      return ids;
    },
  };
}
