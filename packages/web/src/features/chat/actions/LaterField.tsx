import { useLingui } from '@lingui/react/macro';
import { useId } from 'react';
import { fieldOf, laterOf, type LaterChoice } from './times.ts';

type LaterFieldProps = { value: string; onChange(value: string): void };

/** A moment within the next year: one of the usual ones, or any. */
export function LaterField({ value, onChange }: LaterFieldProps) {
  const { t } = useLingui();
  const id = useId();
  const choices: [LaterChoice, string][] = [
    ['hour', t`In an hour`],
    ['evening', t`In the evening`],
    ['morning', t`Tomorrow morning`],
    ['week', t`In a week`],
  ];
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        {choices.map(([choice, label]) => (
          <button
            key={choice}
            type="button"
            onClick={() => onChange(fieldOf(laterOf(choice, new Date())))}
            className="edge min-h-11 rounded-full bg-field px-4 text-sm hover:bg-hover"
          >
            {label}
          </button>
        ))}
      </div>
      <label htmlFor={id} className="flex flex-col gap-1.5 text-sm font-medium">
        {t`Time`}
        <input
          id={id}
          type="datetime-local"
          value={value}
          min={fieldOf(new Date())}
          onChange={(event) => onChange(event.target.value)}
          className="min-h-11 rounded-xl border border-field-line bg-surface px-4 text-base font-normal"
        />
      </label>
    </div>
  );
}
