import type { ReactNode } from 'react';

export type Fact = { key: string; label: ReactNode; value: ReactNode };

/** What is known of something, line by line; lines without a value are left out. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="edge divide-y divide-line overflow-hidden rounded-2xl bg-surface">
      {facts
        .filter(({ value }) => value != null && value !== '')
        .map(({ key, label, value }) => (
          <div
            key={key}
            className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-0.5 px-[16px] py-2.5"
          >
            <dt className="text-muted">{label}</dt>
            <dd className="min-w-0 text-end [overflow-wrap:anywhere]">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
