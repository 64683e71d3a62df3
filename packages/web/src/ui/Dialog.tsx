import { useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { IconButton } from './IconButton.tsx';

type DialogProps = {
  open: boolean;
  onClose(): void;
  title: ReactNode;
  children: ReactNode;
  /** The buttons at the end. */
  actions?: ReactNode;
  /** What must be answered is not closed by Escape or a press beside it. */
  firm?: boolean;
};

/** A modal on the browser's own `<dialog>`: a sheet from below on phones, centred from 768 px. */
export function Dialog({ open, onClose, title, children, actions, firm = false }: DialogProps) {
  const { t } = useLingui();
  const id = useId();
  const ref = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    if (!open || dialog === null) return;
    const before = document.activeElement;
    dialog.showModal();
    // The title is read first; Tab goes on to what can be done. A field that everything is about
    // takes the focus at once: the title is read with it.
    const first = dialog.querySelector<HTMLElement>('[data-first-focus]');
    (first ?? heading.current)?.focus({ preventScroll: true });
    return () => {
      dialog.close();
      // It is gone from the page by now, so the browser does not lead the focus back by itself.
      const isLost = document.activeElement === document.body;
      if (isLost && before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, [open]);
  if (!open) return null;
  return (
    // Escape closes it too; the press beside it is a convenience of the pointer only.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- see above
    <dialog
      ref={ref}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        if (!firm) onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current && !firm) onClose();
      }}
      className={classNames(
        'sheet edge fixed inset-x-0 bottom-0 mt-auto max-h-[90dvh] w-full max-w-full flex-col',
        'overflow-hidden rounded-t-3xl bg-surface text-ink shadow-float open:flex',
        'rail:inset-0 rail:m-auto rail:h-fit rail:w-md rail:rounded-3xl',
      )}
    >
      <header className="flex min-h-14 shrink-0 items-center gap-2 ps-5 pe-2 pt-3">
        <h2 ref={heading} id={id} tabIndex={-1} className="min-w-0 flex-1 text-lg font-semibold">
          <bdi>{title}</bdi>
        </h2>
        {firm ? null : (
          <IconButton label={t`Close`} icon={<X className="size-5" />} onClick={onClose} />
        )}
      </header>
      <div className="flex min-h-0 flex-col gap-4 overflow-y-auto px-5 pt-2 pb-5">{children}</div>
      {actions == null ? null : (
        <footer
          className={classNames(
            'flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3',
            'pb-[max(0.75rem,env(safe-area-inset-bottom))]',
          )}
        >
          {actions}
        </footer>
      )}
    </dialog>
  );
}
