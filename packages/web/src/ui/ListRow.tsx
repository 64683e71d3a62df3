import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { classNames } from './class-names.ts';

type ListRowProps = {
  title: ReactNode;
  subtitle?: ReactNode;
  start?: ReactNode;
  end?: ReactNode;
  /** Where it leads; or what it does; or neither, for a row that only shows. */
  to?: string;
  onClick?: () => void;
  tone?: 'plain' | 'danger' | 'accent';
  selected?: boolean;
  disabled?: boolean;
};

const titleTones = { plain: '', danger: 'text-danger', accent: 'text-accent-text' };

function Content({ title, subtitle, start, end, to, tone = 'plain' }: ListRowProps) {
  return (
    <>
      {start}
      <span
        className={classNames('flex min-w-0 flex-col', end == null ? 'flex-1' : 'flex-[1_1_6rem]')}
      >
        <span className={classNames('font-medium', titleTones[tone])}>
          <bdi>{title}</bdi>
        </span>
        {subtitle == null ? null : (
          <span className="text-sm text-muted">
            <bdi>{subtitle}</bdi>
          </span>
        )}
      </span>
      {end == null ? null : <span className="max-w-3/5 min-w-min text-end text-muted">{end}</span>}
      {to === undefined ? null : (
        <ChevronRight
          aria-hidden="true"
          className="size-[20px] shrink-0 text-muted rtl:-scale-x-100"
        />
      )}
    </>
  );
}

/**
 * One line of a card or list: a link, a button or plain text, at least 44 pixels high. Paddings
 * and pictures do not grow with the text, so that large text keeps the room.
 */
export function ListRow(props: ListRowProps) {
  const { to, onClick, selected, disabled } = props;
  const look = classNames(
    'flex min-h-13 w-full items-center gap-[12px] px-[16px] py-2.5 text-start',
    // What stands at the end takes a line of its own where the text needs the room.
    props.end != null && 'flex-wrap',
    selected === true && 'bg-soft',
  );
  const live = classNames(
    'ring-inside transition-colors disabled:opacity-45',
    selected !== true && 'hover:bg-hover',
  );
  if (to !== undefined) {
    return (
      <Link
        to={to}
        aria-current={selected === true ? 'page' : undefined}
        className={classNames(look, live)}
      >
        <Content {...props} />
      </Link>
    );
  }
  if (onClick !== undefined) {
    return (
      <button
        type="button"
        onClick={onClick}
        disabled={disabled}
        className={classNames(look, live)}
      >
        <Content {...props} />
      </button>
    );
  }
  return (
    <div className={look}>
      <Content {...props} />
    </div>
  );
}
