import { useRef, useState, type MouseEvent, type TouchEvent } from 'react';
import type { Point } from './PopMenu.tsx';

const longPressMs = 500;
const movedPx = 10;

/** On a link, or with text selected, the browser's own menu has more to offer. */
function belongsToBrowser(target: EventTarget): boolean {
  const isOnLink = target instanceof Element && target.closest('a[target]') !== null;
  return isOnLink || getSelection()?.isCollapsed === false;
}

/**
 * Opens a menu by right click, by the menu key, or by a long press. Phones that tell of a long
 * press themselves do so as a right click; for the others it is timed here.
 */
export function usePressMenu() {
  const [at, setAt] = useState<Point | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const start = useRef<Point>({ x: 0, y: 0 });
  const wasLong = useRef(false);

  function end(): void {
    clearTimeout(timer.current);
  }

  const handlers = {
    onContextMenu(event: MouseEvent<HTMLElement>) {
      end();
      if (belongsToBrowser(event.target)) return;
      event.preventDefault();
      const box = event.currentTarget.getBoundingClientRect();
      const byKey = event.clientX === 0 && event.clientY === 0;
      setAt(
        byKey ? { x: box.left + 24, y: box.bottom - 8 } : { x: event.clientX, y: event.clientY },
      );
    },
    onTouchStart(event: TouchEvent<HTMLElement>) {
      const touch = event.touches[0];
      if (touch === undefined) return;
      wasLong.current = false;
      start.current = { x: touch.clientX, y: touch.clientY };
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        wasLong.current = true;
        setAt(start.current);
      }, longPressMs);
    },
    onTouchMove(event: TouchEvent<HTMLElement>) {
      const touch = event.touches[0];
      if (touch === undefined) return;
      const { x, y } = start.current;
      if (Math.hypot(touch.clientX - x, touch.clientY - y) > movedPx) end();
    },
    onTouchEnd(event: TouchEvent<HTMLElement>) {
      end();
      // The finger that opened the menu does not press what lies under it.
      if (wasLong.current) event.preventDefault();
    },
    onTouchCancel: end,
  };
  return { at, open: setAt, close: () => setAt(null), handlers };
}
