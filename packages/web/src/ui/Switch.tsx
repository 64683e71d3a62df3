import { useId, type ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Spinner } from './Spinner.tsx';

type SwitchProps = {
  label: ReactNode;
  description?: ReactNode;
  checked: boolean;
  onChange(checked: boolean): void;
  /** The server has not answered yet. */
  busy?: boolean;
};

/** A row with a switch: the whole row can be pressed. */
export function Switch({ label, description, checked, onChange, busy = false }: SwitchProps) {
  const id = useId();
  return (
    <button
      type="button"
      role="switch"
      aria-checked={checked}
      aria-labelledby={id}
      aria-describedby={description == null ? undefined : `${id}-about`}
      aria-disabled={busy || undefined}
      onClick={() => {
        if (!busy) onChange(!checked);
      }}
      className="ring-inside flex min-h-13 w-full items-center gap-[12px] px-[16px] py-2.5 text-start hover:bg-hover"
    >
      <span className="flex min-w-0 flex-1 flex-col">
        <span id={id} className="font-medium">
          {label}
        </span>
        {description == null ? null : (
          <span id={`${id}-about`} className="text-sm text-muted">
            {description}
          </span>
        )}
      </span>
      {busy ? <Spinner className="text-muted" /> : null}
      <span
        aria-hidden="true"
        className={classNames(
          'edge flex h-7 w-12 shrink-0 items-center rounded-full p-0.5 transition-colors',
          checked ? 'justify-end bg-accent' : 'justify-start bg-muted/55',
        )}
      >
        <span className="edge size-6 rounded-full bg-white shadow-sm" />
      </span>
    </button>
  );
}
