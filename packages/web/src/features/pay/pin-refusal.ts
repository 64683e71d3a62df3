import { plural } from '@lingui/core/macro';
import type { ApprovalMeans } from '@plaza/contract';
import { useMemo } from 'react';
import { explain } from '../../i18n/refusals.ts';
import type { Refusal } from './payment.ts';

function detail(refusal: Refusal | null, name: string): number | null {
  const { details } = refusal ?? {};
  if (typeof details !== 'object' || details === null || !(name in details)) return null;
  const value = (details as Record<string, unknown>)[name];
  return typeof value === 'number' ? value : null;
}

/** Until when no PIN is looked at, by this device's clock, which may differ from the server's. */
export function useLockedUntil(refusal: Refusal | null, means: ApprovalMeans): number | null {
  return useMemo(() => {
    const waitMs = refusal?.error === 'pin_locked' ? detail(refusal, 'retryAfterMs') : null;
    if (waitMs !== null) return Date.now() + waitMs;
    return means.pinLockedUntil === null ? null : Date.parse(means.pinLockedUntil);
  }, [refusal, means.pinLockedUntil]);
}

/** What to say after a PIN was not taken; the countdown of a lock speaks for itself. */
export function pinWords(refusal: Refusal | null): string | null {
  if (refusal === null || refusal.error === 'pin_locked') return null;
  const triesLeft = detail(refusal, 'triesLeft');
  if (refusal.error !== 'wrong_pin' || triesLeft === null) return explain(refusal);
  const left = plural(triesLeft, { one: '# try is left.', other: '# tries are left.' });
  return `${explain({ error: 'wrong_pin' })} ${left}`;
}
