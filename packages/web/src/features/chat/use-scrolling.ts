import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { VirtualizerHandle } from 'virtua';
import type { Position } from './positions.ts';
import { prependedCount, type Row } from './rows.ts';
import {
  distanceToEnd,
  followsArrival,
  isNearEnd,
  loadAheadPx,
  type Extent,
} from './scrolling.ts';

/** Further from the end than this, a button leads back. */
const jumpFromPx = 400;

export type ScrollingDeps = {
  rows: readonly Row[];
  unread: number;
  isPlaced: boolean;
  atStart: boolean;
  atEnd: boolean;
  list: RefObject<VirtualizerHandle | null>;
  scroller: RefObject<HTMLElement | null>;
  here: RefObject<Position | null>;
  loadBefore(): Promise<boolean>;
  loadAfter(): Promise<boolean>;
  /** Hears of every change of what is on the screen: the index of the last row of it. */
  onSeen(lastIndex: number): void;
};

function extentOf(list: VirtualizerHandle): Extent {
  return { offset: list.scrollOffset, viewport: list.viewportSize, size: list.scrollSize };
}

/** One page at a time; after one that brought nothing the next waits for the reader to move. */
function useLoader(load: () => Promise<boolean>) {
  const isLoading = useRef(false);
  return () => {
    if (isLoading.current) return;
    isLoading.current = true;
    const end = () => void (isLoading.current = false);
    load().then(end, end);
  };
}

/** Keeps the place of the reader: only they move the page, and whoever is at the end follows. */
export function useScrolling(deps: ScrollingDeps) {
  const { rows, list, scroller, here, isPlaced } = deps;
  const [isAway, setAway] = useState(false);
  const isAtEnd = useRef(true);
  const wantsEnd = useRef(false);
  const before = useRef<readonly string[]>([]);
  const keys = rows.map(({ key }) => key);
  // virtua keeps the view when rows come in front, if told so in the same render.
  const shift = prependedCount(before.current, keys) > 0;
  const loadOlder = useLoader(deps.loadBefore);
  const loadNewer = useLoader(deps.loadAfter);

  function toEnd(): void {
    list.current?.scrollToIndex(rows.length - 1, { align: 'end' });
    isAtEnd.current = true;
  }

  function look(): void {
    const handle = list.current;
    if (handle === null || !isPlaced || rows.length === 0) return;
    const extent = extentOf(handle);
    const index = handle.findItemIndex(extent.offset);
    const row = rows[index];
    const isEnd = isNearEnd(extent) && deps.atEnd;
    here.current =
      row === undefined || isEnd
        ? null
        : { key: row.key, abovePx: extent.offset - handle.getItemOffset(index) };
    setAway(!deps.atEnd || distanceToEnd(extent) > jumpFromPx);
    if (extent.offset < loadAheadPx && !deps.atStart) loadOlder();
    if (!deps.atEnd && distanceToEnd(extent) < loadAheadPx) loadNewer();
    deps.onSeen(handle.findItemIndex(extent.offset + extent.viewport - 8));
  }

  function onScroll(): void {
    const handle = list.current;
    if (handle === null || !isPlaced) return;
    isAtEnd.current = isNearEnd(extentOf(handle)) && deps.atEnd;
    look();
  }

  const latest = useRef({ toEnd, look });
  useLayoutEffect(() => {
    latest.current = { toEnd, look };
  });

  const lastKey = keys.at(-1);
  const lastRow = rows.at(-1);
  const isOwn = lastRow?.kind === 'message' && lastRow.isOwn && lastRow.seq === null;
  const unreadBefore = useRef(0);
  useLayoutEffect(() => {
    const arrived = before.current.length > 0 && before.current.at(-1) !== lastKey;
    before.current = keys;
    if (!isPlaced) return;
    const arrival = { wasNearEnd: isAtEnd.current, isOwn, unread: unreadBefore.current };
    if (wantsEnd.current || (arrived && followsArrival(arrival))) {
      wantsEnd.current = false;
      latest.current.toEnd();
    }
    latest.current.look();
    // The keys follow from the rows.
    // eslint-disable-next-line react/exhaustive-deps -- see above
  }, [rows, isPlaced]);
  useLayoutEffect(() => {
    unreadBefore.current = deps.unread;
  });

  useEffect(() => {
    const node = scroller.current;
    if (node === null) return;
    // The keyboard of a phone and a growing text field make the view smaller.
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) latest.current.toEnd();
      latest.current.look();
    });
    observer.observe(node);
    const onVisible = () => latest.current.look();
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      observer.disconnect();
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [scroller]);

  return {
    shift,
    isAway,
    onScroll,
    /** A row grew: whoever is at the end stays there. */
    onResize: () => {
      if (isPlaced && isAtEnd.current) latest.current.toEnd();
    },
    toEnd,
    /** Goes to the end as soon as it is loaded. */
    toEndSoon: () => void (wantsEnd.current = true),
  };
}
