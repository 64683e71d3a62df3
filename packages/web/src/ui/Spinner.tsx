import { classNames } from './class-names.ts';

/** Says nothing by itself: whoever waits names what for. */
export function Spinner({ className }: { className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 24 24"
      className={classNames('size-5 shrink-0 animate-spin', className)}
    >
      <g fill="none" stroke="currentColor" strokeWidth="3">
        <circle cx="12" cy="12" r="9" opacity=".25" />
      </g>
      <path
        d="M12 3a9 9 0 0 1 9 9"
        fill="none"
        stroke="currentColor"
        strokeWidth="3"
        strokeLinecap="round"
      />
    </svg>
  );
}
