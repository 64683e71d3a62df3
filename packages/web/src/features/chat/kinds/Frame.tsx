import type { ReactNode } from 'react';
import { classNames } from '../../../ui/index.ts';
import type { MessageRow } from '../rows.ts';
import { Quoted } from './Quoted.tsx';
import { answeredSeq } from './said.ts';

/** The corners where bubbles of one person meet are small; the last one points at its side. */
export function corners({ isOwn, isFirst }: MessageRow): string {
  if (isOwn) {
    return classNames('rounded-2xl rounded-ee-sm', !isFirst && 'rounded-se-sm');
  }
  return classNames('rounded-2xl rounded-es-sm', !isFirst && 'rounded-ss-sm');
}

/** Who says it, in a group. */
export function SenderName({ name }: { name: string | null }) {
  if (name === null) return null;
  return (
    <p dir="auto" className="mb-0.5 text-sm font-semibold text-accent-text">
      {name}
    </p>
  );
}

type FrameProps = {
  row: MessageRow;
  name: string | null;
  /** Pictures go up to the edge; what stands above and below them does not. */
  bare?: boolean;
  className?: string;
  children: ReactNode;
};

/** The bubble around what was said, with who said it and what it answers. */
export function Frame({ row, name, bare = false, className, children }: FrameProps) {
  const answered = row.said === null ? null : answeredSeq(row.said);
  const hasHead = name !== null || answered !== null;
  return (
    <div
      className={classNames(
        // A word that is longer than the bubble is parted rather than cut.
        'edge [overflow-wrap:anywhere] shadow-[0_1px_1px_rgb(0_0_0/0.05)]',
        row.isOwn ? 'bg-bubble-own' : 'bg-bubble-other',
        bare ? 'overflow-hidden' : 'px-3.5 py-2',
        corners(row),
        className,
      )}
    >
      {hasHead ? (
        <div className={bare ? 'px-3.5 pt-2 pb-1.5' : undefined}>
          <SenderName name={name} />
          {answered === null ? null : <Quoted seq={answered} />}
        </div>
      ) : null}
      {children}
    </div>
  );
}
