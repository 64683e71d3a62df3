import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { classNames } from '../../ui/index.ts';

type WalletRowProps = {
  start: ReactNode;
  title: ReactNode;
  subtitle: ReactNode;
  /** What the person wrote. */
  note?: string;
  amount: ReactNode;
  to?: string;
  onClick?: () => void;
};

function Content({ start, title, subtitle, note = '', amount }: WalletRowProps) {
  return (
    <>
      {start}
      <span className="flex min-w-0 flex-[1_1_7rem] flex-col">
        <span className="font-medium">
          <bdi>{title}</bdi>
        </span>
        <span className="text-sm text-muted">{subtitle}</span>
        {note === '' ? null : (
          <span className="line-clamp-2 text-sm text-muted">
            <bdi>{note}</bdi>
          </span>
        )}
      </span>
      <span className="ms-auto text-end font-semibold tabular-nums">{amount}</span>
    </>
  );
}

/** A line with an amount at its end, which leads to all that is known of it. */
export function WalletRow(props: WalletRowProps) {
  const { to, onClick } = props;
  const look = classNames(
    'ring-inside flex min-h-16 w-full flex-wrap items-center gap-x-[12px] gap-y-1 px-[16px] py-2.5',
    'text-start transition-colors hover:bg-hover',
  );
  if (to !== undefined) {
    return (
      <Link to={to} className={look}>
        <Content {...props} />
      </Link>
    );
  }
  return (
    <button type="button" onClick={onClick} className={look}>
      <Content {...props} />
    </button>
  );
}
