import { useId, type ReactNode } from 'react';
import { classNames } from './class-names.ts';

type SegmentedProps<T extends string> = {
  label: ReactNode;
  value: T;
  options: readonly { value: T; label: ReactNode }[];
  onChange(value: T): void;
};

/** One of a few: real radio buttons, so arrows move between them. */
export function Segmented<T extends string>(props: SegmentedProps<T>) {
  const { label, value, options, onChange } = props;
  const name = useId();
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1.5 text-sm font-medium">{label}</legend>
      <div className="edge flex flex-wrap gap-1 rounded-xl bg-field p-1">
        {options.map((option) => (
          <label
            key={option.value}
            className={classNames(
              'flex min-h-11 flex-1 items-center justify-center rounded-lg px-3 text-center',
              'cursor-pointer has-focus-visible:outline-2 has-focus-visible:outline-accent',
              option.value === value
                ? 'edge bg-raised font-semibold shadow-sm'
                : 'text-muted hover:text-ink',
            )}
          >
            <input
              type="radio"
              name={name}
              className="sr-only"
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
