import { useLingui } from '@lingui/react/macro';
import { Search, X } from 'lucide-react';
import type { Ref } from 'react';

type SearchFieldProps = {
  label: string;
  value: string;
  onChange(value: string): void;
  placeholder?: string;
  ref?: Ref<HTMLInputElement>;
};

/** Ctrl+K goes to the first one of the screen. */
export function SearchField({ label, value, onChange, placeholder, ref }: SearchFieldProps) {
  const { t } = useLingui();
  return (
    <search className="edge flex min-h-11 items-center rounded-xl bg-field focus-within:outline-2 focus-within:outline-accent">
      <Search aria-hidden="true" className="ms-3 size-5 shrink-0 text-muted" />
      <input
        ref={ref}
        type="search"
        data-search=""
        dir="auto"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-label={label}
        placeholder={placeholder ?? label}
        autoComplete="off"
        className="search-input min-h-11 w-full min-w-0 bg-transparent px-2.5 outline-none"
      />
      {value === '' ? null : (
        <button
          type="button"
          aria-label={t`Clear`}
          onClick={() => onChange('')}
          className="grid size-[44px] shrink-0 place-items-center text-muted"
        >
          <X aria-hidden="true" className="size-4.5" />
        </button>
      )}
    </search>
  );
}
