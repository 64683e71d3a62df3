import { useLingui } from '@lingui/react/macro';
import { Minus, Plus } from 'lucide-react';
import { useId } from 'react';
import { IconButton } from '../../ui/index.ts';
import { mostShares } from './draft.ts';

type CountFieldProps = {
  value: string;
  onChange(value: string): void;
  about: string;
  error: string | null;
};

/** How many shares: typed, or one more and one less. */
export function CountField({ value, onChange, about, error }: CountFieldProps) {
  const { t } = useLingui();
  const id = useId();
  const step = (by: number) =>
    onChange(String(Math.min(mostShares, Math.max(1, (Number(value) || 0) + by))));
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <div className="flex min-w-32 flex-1 flex-col">
        <label htmlFor={id} className="text-sm font-medium">
          {t`How many shares`}
        </label>
        <p id={`${id}-about`} className="text-sm text-muted">
          {about}
        </p>
      </div>
      <div className="flex items-center rounded-xl border border-field-line focus-within:outline-2 focus-within:outline-accent">
        <IconButton
          label={t`One less`}
          icon={<Minus aria-hidden="true" className="size-5" />}
          onClick={() => step(-1)}
        />
        <input
          id={id}
          value={value}
          inputMode="numeric"
          autoComplete="off"
          aria-invalid={error !== null || undefined}
          aria-describedby={`${id}-about ${id}-wrong`}
          onChange={(event) => onChange(event.target.value.replace(/\D/gu, '').slice(0, 3))}
          className="min-h-11 w-12 bg-transparent text-center text-lg font-semibold tabular-nums outline-none"
        />
        <IconButton
          label={t`One more`}
          icon={<Plus aria-hidden="true" className="size-5" />}
          onClick={() => step(1)}
        />
      </div>
      <p id={`${id}-wrong`} role="alert" className="w-full text-sm text-danger empty:hidden">
        {error}
      </p>
    </div>
  );
}
