import { classNames } from './class-names.ts';

type BadgeProps = {
  count: number;
  /** Quiet: counted, but not asking (a muted conversation). */
  tone?: 'alert' | 'accent' | 'quiet';
  className?: string;
};

const tones = {
  alert: 'bg-badge text-on-badge',
  accent: 'bg-accent text-on-accent',
  quiet: 'bg-field text-muted',
};

/** A count; nothing for zero. The words for it are the caller's. */
export function Badge({ count, tone = 'alert', className }: BadgeProps) {
  if (count <= 0) return null;
  return (
    <span
      aria-hidden="true"
      className={classNames(
        'edge inline-grid h-5 min-w-5 place-items-center rounded-full px-1.5',
        'text-xs leading-none font-semibold tabular-nums',
        tones[tone],
        className,
      )}
    >
      {count > 99 ? '99+' : count}
    </span>
  );
}
