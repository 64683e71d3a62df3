import { useEffect, useState } from 'react';

/** How long it is until a moment of this device's clock; 0 when it is over or there is none. */
export function useCountdown(untilMs: number | null): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  const isOver = untilMs === null || nowMs >= untilMs;
  useEffect(() => {
    if (isOver) return;
    const timer = setInterval(() => setNowMs(Date.now()), 500);
    return () => clearInterval(timer);
  }, [isOver, untilMs]);
  // A new moment may be told between two looks at the clock.
  return untilMs === null ? 0 : Math.max(0, untilMs - Math.max(nowMs, Date.now()));
}

const two = (value: number) => String(value).padStart(2, '0');

/** `4:59` or `2:05:00`: the rest of a wait, counted down on the screen. */
export function formatCountdown(waitMs: number): string {
  const seconds = Math.max(0, Math.ceil(waitMs / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const end = two(seconds % 60);
  return hours === 0 ? `${minutes}:${end}` : `${hours}:${two(minutes)}:${end}`;
}
