import type { ReactNode } from 'react';
import { classNames } from '../../ui/index.ts';

const tones = {
  plain: 'bg-field text-ink hover:brightness-95',
  on: 'bg-ink text-surface',
  good: 'bg-good text-surface',
  danger: 'bg-danger text-on-danger',
};

type RoundButtonProps = {
  /** Under the button, and its name. */
  label: string;
  icon: ReactNode;
  tone?: keyof typeof tones;
  size?: 'm' | 'l';
  /** A switch: whether it is on. */
  pressed?: boolean;
  /** Takes the focus when the screen opens. */
  isFirst?: boolean;
  onClick(): void;
};

/** A large round button with its name under it: for a thumb, in a hurry. */
export function RoundButton(props: RoundButtonProps) {
  const { label, icon, tone = 'plain', size = 'l', pressed, isFirst = false, onClick } = props;
  return (
    <button
      type="button"
      aria-pressed={pressed}
      data-first-focus={isFirst ? '' : undefined}
      onClick={onClick}
      className="group flex w-[76px] flex-col items-center gap-1.5 rounded-2xl py-1"
    >
      <span
        className={classNames(
          'edge grid place-items-center rounded-full transition-colors',
          size === 'l' ? 'size-[64px]' : 'size-[52px]',
          tones[tone],
        )}
      >
        {icon}
      </span>
      <span className="text-center text-xs leading-tight hyphens-auto text-ink">{label}</span>
    </button>
  );
}
