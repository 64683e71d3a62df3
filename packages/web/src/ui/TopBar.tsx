import { useLingui } from '@lingui/react/macro';
import { ArrowLeft } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { Link } from 'wouter';
import { classNames } from './class-names.ts';

type TopBarProps = {
  title: ReactNode;
  /** What the browser's tab shows; the title itself when that is text. */
  documentTitle?: string;
  subtitle?: ReactNode;
  /** Where back leads; a root of a tab has none. */
  back?: string;
  /** Back is needed only where one pane is shown. */
  backOnPhone?: boolean;
  start?: ReactNode;
  actions?: ReactNode;
  /** The big title of a tab's root. */
  large?: boolean;
};

/** Takes the focus only when the screen change lost it, as it does on a phone. */
function useHeadingFocus() {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (lost && document.body.dataset.moved === 'yes') ref.current?.focus({ preventScroll: true });
  }, []);
  return ref;
}

/** The head of every screen: it names the screen for eyes, ears and the browser's tab. */
export function TopBar(props: TopBarProps) {
  const { title, documentTitle, subtitle, back, backOnPhone, start, actions, large } = props;
  const { t } = useLingui();
  const heading = useHeadingFocus();
  const named = documentTitle ?? (typeof title === 'string' ? title : null);
  useEffect(() => {
    if (named !== null) document.title = `${named} · Plaza`;
  }, [named]);
  return (
    <header
      className={classNames(
        'flex min-h-14 shrink-0 items-center gap-1 pt-[env(safe-area-inset-top)]',
        large === true ? 'px-4 pt-[max(0.375rem,env(safe-area-inset-top))]' : 'px-1.5',
        large !== true && 'border-b border-line bg-surface',
      )}
    >
      {back === undefined ? null : (
        <Link
          to={back}
          data-back=""
          aria-label={t`Back`}
          title={t`Back`}
          className={classNames(
            'grid size-[44px] shrink-0 place-items-center rounded-full hover:bg-field',
            backOnPhone === true && 'panes:hidden',
          )}
        >
          <ArrowLeft aria-hidden="true" className="size-5.5 rtl:-scale-x-100" />
        </Link>
      )}
      {start}
      <div className={classNames('min-w-0 flex-1', large !== true && 'px-2')}>
        <h1
          ref={heading}
          tabIndex={-1}
          className={
            large === true
              ? 'text-2xl font-bold tracking-tight'
              : 'line-clamp-3 text-base leading-tight font-semibold'
          }
        >
          <bdi>{title}</bdi>
        </h1>
        {subtitle == null ? null : (
          <div className="truncate text-sm leading-tight text-muted">
            <bdi>{subtitle}</bdi>
          </div>
        )}
      </div>
      {actions == null ? null : <div className="flex items-center">{actions}</div>}
    </header>
  );
}
