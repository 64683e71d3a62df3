import { useId, type InputHTMLAttributes, type ReactNode, type Ref } from 'react';
import { classNames } from './class-names.ts';
import { FieldNotes } from './FieldNotes.tsx';

export type TextFieldProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'onChange'> & {
  label: string;
  value: string;
  onChange(value: string): void;
  /** What is expected, before anything is wrong. */
  description?: ReactNode;
  /** What is wrong and how to mend it. */
  error?: ReactNode;
  prefix?: string;
  end?: ReactNode;
  ref?: Ref<HTMLInputElement>;
};

export function TextField(props: TextFieldProps) {
  const { label, value, onChange, description, error, prefix, end, className, ...rest } = props;
  const id = useId();
  const notes = classNames(description != null && `${id}-about`, error != null && `${id}-wrong`);
  return (
    <div className={classNames('flex flex-col gap-1.5', className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <div
        // A prefix belongs before what is typed, whatever the direction of the page.
        dir={prefix === undefined ? undefined : 'ltr'}
        className={classNames(
          'flex min-h-12 items-center rounded-xl border bg-surface',
          'focus-within:outline-2 focus-within:outline-accent',
          error == null ? 'border-field-line' : 'border-danger outline-1 outline-danger',
        )}
      >
        {prefix === undefined ? null : (
          <span aria-hidden="true" className="ps-4 text-muted">
            {prefix}
          </span>
        )}
        <input
          dir="auto"
          {...rest}
          id={id}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-invalid={error != null || undefined}
          aria-describedby={notes === '' ? undefined : notes}
          className={classNames(
            'min-h-12 w-full min-w-0 bg-transparent px-4 outline-none placeholder:text-muted',
            prefix !== undefined && 'ps-0.5',
          )}
        />
        {end}
      </div>
      <FieldNotes id={id} description={description} error={error} />
    </div>
  );
}
