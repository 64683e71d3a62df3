import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { classNames } from './class-names.ts';

type IconButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type' | 'aria-label'> & {
  /** What it does, for those who do not see the picture. */
  label: string;
  icon: ReactNode;
  tone?: 'plain' | 'accent' | 'filled';
};

const tones = {
  plain: 'text-ink hover:bg-field',
  accent: 'text-accent-text hover:bg-soft',
  filled: 'bg-accent text-on-accent hover:bg-accent-press',
};

export function IconButton({ label, icon, tone = 'plain', className, ...rest }: IconButtonProps) {
  return (
    <button
      {...rest}
      type="button"
      aria-label={label}
      title={label}
      className={classNames(
        'grid size-[44px] shrink-0 place-items-center rounded-full transition-colors',
        'disabled:opacity-45',
        tones[tone],
        className,
      )}
    >
      {icon}
    </button>
  );
}
