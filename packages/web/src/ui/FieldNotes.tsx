import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

type FieldNotesProps = { id: string; description?: ReactNode; error?: ReactNode };

/** The lines below a field, which `aria-describedby` of the field names. */
export function FieldNotes({ id, description, error }: FieldNotesProps) {
  return (
    <>
      {description == null ? null : (
        <p id={`${id}-about`} className="text-sm text-muted">
          {description}
        </p>
      )}
      <div aria-live="polite" className="empty:absolute">
        {error == null ? null : (
          <p id={`${id}-wrong`} className="flex items-start gap-1.5 text-sm text-danger">
            <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
            <span>{error}</span>
          </p>
        )}
      </div>
    </>
  );
}
