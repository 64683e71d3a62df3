import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

/** What went wrong with a whole form; read out when it appears. Empty it takes no room. */
export function FormError({ children }: { children: ReactNode }) {
  return (
    <div role="alert" className="empty:absolute">
      {children == null || children === '' ? null : (
        <p className="edge flex items-start gap-2 rounded-xl bg-danger-soft p-3 text-danger">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
          <span>{children}</span>
        </p>
      )}
    </div>
  );
}
