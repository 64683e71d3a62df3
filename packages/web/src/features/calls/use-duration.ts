import { useEffect, useState } from 'react';

/** `3:07`, `1:00:12`. */
function clockOf(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const rest = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** How long a call has been, every second; null until somebody answers. */
export function useDuration(answeredAt: string | null): string | null {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (answeredAt === null) return;
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [answeredAt]);
  if (answeredAt === null) return null;
  return clockOf(Math.max(0, Math.floor((nowMs - Date.parse(answeredAt)) / 1_000)));
}
