import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Spinner } from './Spinner.tsx';

export type ButtonTone = 'primary' | 'soft' | 'plain' | 'danger';

const tones: Record<ButtonTone, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-press',
  soft: 'bg-soft text-accent-text hover:brightness-97',
  plain: 'bg-transparent text-accent-text hover:bg-hover',
  danger: 'bg-danger-soft text-danger hover:brightness-97',
};

export type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type'> & {
  tone?: ButtonTone;
  /** The work that it started is not done: it can not be pressed again and says so. */
  busy?: boolean;
  wide?: boolean;
  icon?: ReactNode;
  type?: 'button' | 'submit';
};

export function Button(props: ButtonProps) {
  const { tone = 'primary', busy = false, wide, icon, type = 'button', ...rest } = props;
  const { children, className, disabled, onClick, ...others } = rest;
  return (
    <button
      // A busy button keeps the focus; `disabled` would drop it.
      {...others}
      type={type === 'submit' ? 'submit' : 'button'}
      disabled={disabled}
      aria-disabled={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
      className={classNames(
        'edge inline-flex min-h-11 items-center justify-center gap-2 rounded-xl px-5 py-2.5',
        'text-center font-semibold transition-colors disabled:opacity-45',
        tones[tone],
        wide === true && 'w-full',
        className,
      )}
    >
      {busy ? <Spinner /> : icon}
      <span>{children}</span>
    </button>
  );
}
