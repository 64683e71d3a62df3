import { useLingui } from '@lingui/react/macro';
import { ArrowLeft } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { Link } from 'wouter';

type EntranceCardProps = {
  title: string;
  back: string;
  lead?: ReactNode;
  children: ReactNode;
};

/** A page of the entrance: a way back, what it is, and the form. */
export function EntranceCard({ title, back, lead, children }: EntranceCardProps) {
  const { t } = useLingui();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Plaza`;
  }, [title]);
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className="edge flex flex-col gap-5 rounded-3xl bg-surface p-[20px] shadow-float">
      <header className="flex items-center gap-1">
        <Link
          to={back}
          data-back=""
          aria-label={t`Back`}
          className="-ms-2.5 grid size-11 shrink-0 place-items-center rounded-full hover:bg-field"
        >
          <ArrowLeft aria-hidden="true" className="size-5.5 rtl:-scale-x-100" />
        </Link>
        <h1 ref={heading} tabIndex={-1} className="min-w-0 text-xl font-bold">
          {title}
        </h1>
      </header>
      {lead == null ? null : <p className="text-muted">{lead}</p>}
      {children}
    </div>
  );
}
