import { Trans, useLingui } from '@lingui/react/macro';
import type { Send } from '@plaza/client';

/** How much of a message's files is up, 0 to 1; null: it is not known yet. */
export function progressOf({ upload }: Send): number | null {
  if (upload === null || upload.totalBytes === 0) return null;
  return Math.min(1, upload.sentBytes / upload.totalBytes);
}

/** A ring that closes. */
export function Progress({ part }: { part: number | null }) {
  const { t } = useLingui();
  const around = 2 * Math.PI * 25;
  return (
    <svg
      role="progressbar"
      aria-label={t`Sending`}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={part === null ? undefined : Math.round(part * 100)}
      viewBox="0 0 56 56"
      className="absolute inset-0 size-full -rotate-90"
    >
      <circle
        cx="28"
        cy="28"
        r="25"
        fill="none"
        stroke="white"
        strokeOpacity=".25"
        strokeWidth="3"
      />
      <circle
        cx="28"
        cy="28"
        r="25"
        fill="none"
        stroke="white"
        strokeWidth="3"
        strokeLinecap="round"
        strokeDasharray={`${around * (part ?? 0.05)} ${around}`}
      />
    </svg>
  );
}

/** The same as a line, where there is no picture. */
export function ProgressLine({ part }: { part: number | null }) {
  const { t } = useLingui();
  return (
    <div className="mt-2 flex items-center gap-2">
      <progress
        aria-label={t`Sending`}
        max={1}
        value={part ?? undefined}
        className="h-1.5 w-full min-w-24 accent-accent"
      />
      <span className="text-2xs text-muted tabular-nums">
        {part === null ? <Trans>waiting</Trans> : `${Math.round(part * 100)} %`}
      </span>
    </div>
  );
}
