import type { ReactNode } from 'react';
import { Link } from 'wouter';

type IconLinkProps = { to: string; label: string; icon: ReactNode };

export function IconLink({ to, label, icon }: IconLinkProps) {
  return (
    <Link
      to={to}
      aria-label={label}
      title={label}
      className="grid size-[44px] shrink-0 place-items-center rounded-full hover:bg-field"
    >
      {icon}
    </Link>
  );
}
