import type { Bill } from '@plaza/contract';

/** How much of a bill is settled, as a bar; the words beside it say the same. */
export function Progress({ settledCount, count }: Pick<Bill, 'settledCount' | 'count'>) {
  return (
    <span aria-hidden="true" className="edge block h-2 overflow-hidden rounded-full bg-field">
      <span
        className="block h-full rounded-full bg-accent transition-[width] motion-reduce:transition-none"
        style={{ width: `${(100 * settledCount) / count}%` }}
      />
    </span>
  );
}
