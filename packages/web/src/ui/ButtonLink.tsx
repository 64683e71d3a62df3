import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { classNames } from './class-names.ts';

const tones = {
  primary: 'bg-accent text-on-accent hover:bg-accent-press',
  soft: 'bg-soft text-accent-text hover:brightness-97',
  plain: 'text-accent-text hover:bg-hover',
};

type ButtonLinkProps = {
  to: string;
  tone?: keyof typeof tones;
  icon?: ReactNode;
  wide?: boolean;
  children: ReactNode;
};

/** A link that looks like a button: it goes somewhere, it changes nothing. */
export function ButtonLink({ to, tone = 'primary', icon, wide, children }: ButtonLinkProps) {
  return (
    <Link
      to={to}
      className={classNames(
        'edge inline-flex min-h-11 items-center justify-center gap-2 rounded-xl px-5 py-2.5',
        'text-center font-semibold transition-colors',
        tones[tone],
        wide === true && 'w-full',
      )}
    >
      {icon}
      <span>{children}</span>
    </Link>
  );
}
