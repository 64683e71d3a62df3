import { i18n } from '@lingui/core';
import { t } from '@lingui/core/macro';
import { useEffect, useState } from 'react';
import { formatMoment } from '../../i18n/format.ts';

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** `Just now`, `5 minutes ago`, `3 hours ago`, `Yesterday`, a weekday, a date. */
export function formatAgo(at: string, now: Date): string {
  const agoMs = now.getTime() - Date.parse(at);
  if (agoMs < minuteMs) return t`Just now`;
  if (agoMs >= dayMs) return formatMoment(at, now);
  const [value, unit] =
    agoMs < hourMs
      ? ([Math.floor(agoMs / minuteMs), 'minute'] as const)
      : ([Math.floor(agoMs / hourMs), 'hour'] as const);
  return new Intl.RelativeTimeFormat(i18n.locale).format(-value, unit);
}

/** The time, anew every minute, for what says how long ago something was. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), minuteMs);
    return () => clearInterval(timer);
  }, []);
  return now;
}
