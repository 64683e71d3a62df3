import { useLingui } from '@lingui/react/macro';
import { classNames } from './class-names.ts';

function Row() {
  return (
    <div className="flex items-center gap-3 px-4 py-2.5">
      <div className="size-12 shrink-0 rounded-full bg-field" />
      <div className="flex flex-1 flex-col gap-2">
        <div className="h-4 w-2/5 rounded bg-field" />
        <div className="h-3.5 w-3/4 rounded bg-field" />
      </div>
    </div>
  );
}

/** Rows that have not arrived; seen only by those who wait longer than 150 ms. */
export function SkeletonRows({ count = 6 }: { count?: number }) {
  const { t } = useLingui();
  return (
    <div role="status" aria-label={t`Loading`} className="after-a-moment animate-pulse">
      {Array.from({ length: count }, (_, index) => (
        <Row key={index} />
      ))}
    </div>
  );
}

export function Skeleton({ className }: { className?: string }) {
  return (
    <div
      aria-hidden="true"
      className={classNames('after-a-moment animate-pulse rounded-xl bg-field', className)}
    />
  );
}
