import { useId, type ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { FieldNotes } from './FieldNotes.tsx';

type TextAreaProps = {
  label: string;
  value: string;
  onChange(value: string): void;
  description?: ReactNode;
  error?: ReactNode;
  maxLength?: number;
  rows?: number;
};

export function TextArea(props: TextAreaProps) {
  const { label, value, onChange, description, error, maxLength, rows = 2 } = props;
  const id = useId();
  const notes = classNames(description != null && `${id}-about`, error != null && `${id}-wrong`);
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <textarea
        id={id}
        dir="auto"
        rows={rows}
        value={value}
        maxLength={maxLength}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={error != null || undefined}
        aria-describedby={notes === '' ? undefined : notes}
        className={classNames(
          'field-sizing-content w-full resize-none rounded-xl border bg-surface px-4 py-3',
          error == null ? 'border-field-line' : 'border-danger',
          'focus-visible:outline-2 focus-visible:outline-offset-0',
        )}
      />
      <FieldNotes id={id} description={description} error={error} />
    </div>
  );
}
