import { useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import { classNames } from './class-names.ts';
import { useToasts, type Toast } from './toasts.ts';

function ToastCard({ toast }: { toast: Toast }) {
  const { t } = useLingui();
  const drop = useToasts((state) => state.drop);
  const { id, text, tone, action } = toast;
  return (
    <div
      className={classNames(
        'edge pointer-events-auto flex w-full max-w-md items-center gap-2 rounded-2xl ps-4',
        'shadow-float',
        tone === 'danger' ? 'bg-danger text-on-danger' : 'bg-ink text-surface',
      )}
    >
      <p dir="auto" className="min-w-0 flex-1 py-3">
        {text}
      </p>
      {action === undefined ? null : (
        <button
          type="button"
          className="min-h-11 rounded-lg px-3 font-semibold underline underline-offset-4"
          onClick={() => {
            drop(id);
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
      <button
        type="button"
        aria-label={t`Dismiss`}
        className="grid size-[44px] shrink-0 place-items-center"
        onClick={() => drop(id)}
      >
        <X aria-hidden="true" className="size-4.5" />
      </button>
    </div>
  );
}

/** Where toasts appear, above the tab bar; a screen reader reads them when it is free. */
export function ToastRegion() {
  const { t } = useLingui();
  const toasts = useToasts((state) => state.toasts);
  return (
    <section
      aria-label={t`Notices`}
      aria-live="polite"
      className={classNames(
        'pointer-events-none fixed inset-x-0 bottom-20 z-40 flex flex-col items-center gap-2',
        'px-4 rail:bottom-6',
      )}
    >
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  );
}
