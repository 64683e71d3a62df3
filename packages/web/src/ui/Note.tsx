import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

const tones = {
  plain: 'bg-soft text-ink',
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
};

type NoteProps = { tone?: keyof typeof tones; icon?: ReactNode; children: ReactNode };

/** A boxed sentence or two that belongs to the screen. */
export function Note({ tone = 'plain', icon, children }: NoteProps) {
  return (
    <div className={classNames('edge flex items-start gap-3 rounded-2xl p-4', tones[tone])}>
      {icon}
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
