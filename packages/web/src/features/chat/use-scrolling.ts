import { useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
import type { VirtualizerHandle } from 'virtua';
import type { Position } from './positions.ts';
import { prependedCount, seqUpTo, type Row } from './rows.ts';
import { distanceToEnd, followsArrival, isNearEnd, loadAheadPx, type Extent } from './scrolling.ts';

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
  /** Whether the reader is at the end and so follows. */
  isAtEnd: RefObject<boolean>;
  loadBefore(): Promise<boolean>;
  loadAfter(): Promise<boolean>;
  /** Hears of every change of what is on the screen: the index of the last row of it. */
  onSeen(lastIndex: number): void;
};

function extentOf(list: VirtualizerHandle): Extent {
  return { offset: list.scrollOffset, viewport: list.viewportSize, size: list.scrollSize };
}

/** The row at the top of the view. */
function placeIn(list: VirtualizerHandle, rows: readonly Row[]): Position | null {
  const index = list.findItemIndex(list.scrollOffset);
  const key = rows[index]?.key;
  if (key === undefined) return null;
  const seq = seqUpTo(rows, index);
  return { key, seq, abovePx: list.scrollOffset - list.getItemOffset(index) };
}

/** One page at a time, in either direction: two at once would be told apart by nobody. */
function useLoader() {
  const isLoading = useRef(false);
  return (load: () => Promise<boolean>) => {
    if (isLoading.current) return;
    isLoading.current = true;
    const end = () => void (isLoading.current = false);
    load().then(end, end);
  };
}

type Latest = RefObject<{ toEnd(): void; toHere(): void; look(): void }>;

/** Looks again when the view itself changes: the keyboard of a phone, a growing text field. */
function useView(
  scroller: RefObject<HTMLElement | null>,
  latest: Latest,
  isAtEnd: RefObject<boolean>,
): void {
  useEffect(() => {
    const node = scroller.current;
    if (node === null) return;
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
  }, [scroller, latest, isAtEnd]);
}

type Arrivals = Pick<ScrollingDeps, 'rows' | 'isPlaced' | 'unread' | 'isAtEnd'> & {
  keys: readonly string[];
  before: RefObject<readonly string[]>;
  wantsEnd: RefObject<boolean>;
  latest: Latest;
};

/** Goes along with what arrives at the end, or does not. */
function useArrivals(deps: Arrivals): void {
  const { rows, keys, before, isPlaced, unread, isAtEnd, wantsEnd, latest } = deps;
  const lastKey = keys.at(-1);
  const lastRow = rows.at(-1);
  const isSending = lastRow?.kind === 'message' && lastRow.isOwn && lastRow.seq === null;
  const isMoney = lastRow !== undefined && 'card' in lastRow && lastRow.isOwn;
  const isOwn = isSending || isMoney;
  const unreadBefore = useRef(0);
  useLayoutEffect(() => {
    const arrived = before.current.length > 0 && before.current.at(-1) !== lastKey;
    const isBoth = arrived && prependedCount(before.current, keys) > 0;
    before.current = keys;
    if (!isPlaced) return;
    const arrival = { wasNearEnd: isAtEnd.current, isOwn, unread: unreadBefore.current };
    if (wantsEnd.current || (arrived && followsArrival(arrival))) {
      wantsEnd.current = false;
      latest.current.toEnd();
    } else if (isBoth) latest.current.toHere();
    latest.current.look();
    // The keys follow from the rows.
    // eslint-disable-next-line react/exhaustive-deps -- see above
  }, [rows, isPlaced]);
  useLayoutEffect(() => {
    unreadBefore.current = unread;
  });
}

/** Keeps the place of the reader: only they move the page, and whoever is at the end follows. */
export function useScrolling(deps: ScrollingDeps) {
  const { rows, list, scroller, here, isPlaced, unread, isAtEnd } = deps;
  const [isAway, setAway] = useState(false);
  const wantsEnd = useRef(false);
  const before = useRef<readonly string[]>([]);
  const keys = useMemo(() => rows.map(({ key }) => key), [rows]);
  // virtua keeps the view when rows come in front, if told so in the same render.
  const isLonger = prependedCount(before.current, keys) > 0;
  const shift = isLonger && before.current.at(-1) === keys.at(-1);
  const load = useLoader();

  function toEnd(): void {
    list.current?.scrollToIndex(rows.length - 1, { align: 'end' });
    isAtEnd.current = true;
  }

  /** Rows came at both ends at once: the row that was at the top goes there again. */
  function toHere(): void {
    const place = here.current;
    const index = place === null ? -1 : keys.indexOf(place.key);
    if (place === null || index === -1) return;
    list.current?.scrollToIndex(index, { align: 'start', offset: place.abovePx });
  }

  function look(): void {
    const handle = list.current;
    if (handle === null || !isPlaced || rows.length === 0) return;
    const extent = extentOf(handle);
    here.current = isNearEnd(extent) && deps.atEnd ? null : placeIn(handle, rows);
    setAway(!deps.atEnd || distanceToEnd(extent) > jumpFromPx);
    if (extent.offset < loadAheadPx && !deps.atStart) load(deps.loadBefore);
    if (!deps.atEnd && distanceToEnd(extent) < loadAheadPx) load(deps.loadAfter);
    deps.onSeen(handle.findItemIndex(extent.offset + extent.viewport - 8));
  }

  function onScroll(): void {
    const handle = list.current;
    if (handle === null || !isPlaced) return;
    isAtEnd.current = isNearEnd(extentOf(handle)) && deps.atEnd;
    look();
  }

  const latest = useRef({ toEnd, toHere, look });
  useLayoutEffect(() => {
    latest.current = { toEnd, toHere, look };
  });

  useArrivals({ rows, keys, before, isPlaced, unread, isAtEnd, wantsEnd, latest });
  useView(scroller, latest, isAtEnd);

  return {
    shift,
    isAway,
    onScroll,
    /** A row grew: whoever is at the end stays there. */
    onResize: () => {
      if (!isPlaced || !isAtEnd.current) return;
      latest.current.toEnd();
      // The list is told before its box has grown, and then nothing can be scrolled yet.
      requestAnimationFrame(() => {
        const node = scroller.current;
        if (isAtEnd.current && node !== null) node.scrollTop = node.scrollHeight;
      });
    },
    toEnd,
    /** Goes to the end as soon as it is loaded. */
    toEndSoon: () => void (wantsEnd.current = true),
  };
}
