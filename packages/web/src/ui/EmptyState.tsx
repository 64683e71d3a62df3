import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

type EmptyStateProps = {
  icon: LucideIcon;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
};

/** What a place says when there is nothing in it yet, and what one may do about it. */
export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-sm flex-col items-center gap-3 px-6 py-14 text-center [overflow-wrap:anywhere]">
      <span
        aria-hidden="true"
        className="grid size-16 place-items-center rounded-3xl bg-soft text-accent-text"
      >
        <Icon className="size-8" strokeWidth={1.75} />
      </span>
      <p className="text-lg font-semibold">{title}</p>
      {children == null ? null : <div className="text-muted">{children}</div>}
      {action == null ? null : <div className="mt-2">{action}</div>}
    </div>
  );
}
