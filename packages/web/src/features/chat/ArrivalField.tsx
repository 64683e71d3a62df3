import { useLingui } from '@lingui/react/macro';
import type { Arrival } from '@plaza/contract';
import { useId } from 'react';

type ArrivalFieldProps = { value: Arrival; onChange(value: Arrival): void };

/** When the money arrives: later leaves time to think again. */
export function ArrivalField({ value, onChange }: ArrivalFieldProps) {
  const { t } = useLingui();
  const id = useId();
  const words: Record<Arrival, string> = {
    now: t`At once, when accepted`,
    '2h': t`After 2 hours`,
    '24h': t`After 24 hours`,
  };
  const choices = Object.entries(words) as [Arrival, string][];
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
      <label htmlFor={id} className="text-sm font-medium">
        {t`It arrives`}
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value as Arrival)}
        className="edge min-h-11 max-w-full rounded-xl bg-field px-3"
      >
        {choices.map(([arrival, label]) => (
          <option key={arrival} value={arrival}>
            {label}
          </option>
        ))}
      </select>
      {value === 'now' ? null : (
        <p className="w-full text-sm text-muted">
          {t`Until then you can take it back, also after it was accepted.`}
        </p>
      )}
    </div>
  );
}
