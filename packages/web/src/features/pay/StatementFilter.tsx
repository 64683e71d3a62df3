import { useId } from 'react';
import { classNames } from '../../ui/index.ts';

type StatementFilterProps<T extends string> = {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange(value: T): void;
};

/** One of several, as a line of chips: real radio buttons, so arrows move between them. */
export function StatementFilter<T extends string>(props: StatementFilterProps<T>) {
  const { label, value, options, onChange } = props;
  const name = useId();
  return (
    <fieldset aria-label={label} className="-m-1 flex min-w-0 gap-2 overflow-x-auto p-1">
      {options.map((option) => (
        <label
          key={option.value}
          className={classNames(
            'edge relative inline-flex min-h-11 shrink-0 cursor-pointer items-center rounded-full px-4',
            'has-focus-visible:outline-2 has-focus-visible:outline-offset-2',
            'has-focus-visible:outline-accent',
            option.value === value
              ? 'bg-accent font-semibold text-on-accent'
              : 'bg-surface text-ink hover:bg-hover',
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
    </fieldset>
  );
}
