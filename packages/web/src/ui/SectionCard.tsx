import { useId, type ReactNode } from 'react';

type SectionCardProps = {
  title?: ReactNode;
  /** A sentence below the card. */
  note?: ReactNode;
  children: ReactNode;
};

/** A group of rows on a raised card, as lists of settings have them. */
export function SectionCard({ title, note, children }: SectionCardProps) {
  const id = useId();
  return (
    <section aria-labelledby={title == null ? undefined : id} className="flex flex-col gap-2">
      {title == null ? null : (
        <h2 id={id} className="px-1 text-sm font-semibold text-muted">
          {title}
        </h2>
      )}
      <div className="edge divide-y divide-line overflow-hidden rounded-2xl bg-surface">
        {children}
      </div>
      {note == null ? null : <p className="px-1 text-sm text-muted">{note}</p>}
    </section>
  );
}
