import { Trans } from '@lingui/react/macro';
import type { ConversationId } from '@plaza/base';
import { FileUp } from 'lucide-react';
import { classNames } from '../../../ui/index.ts';
import { useDragging } from './drops.ts';

/** Says, while files are dragged, that they can be let go here. */
export function DropHint({ id }: { id: ConversationId }) {
  const isOver = useDragging(({ over }) => over === id);
  if (!isOver) return null;
  return (
    <div
      className={classNames(
        'pointer-events-none absolute inset-2 z-10 grid place-items-center rounded-3xl',
        'border-4 border-dashed border-accent bg-soft/90 text-lg font-semibold text-accent-text',
      )}
    >
      <span className="flex items-center gap-3">
        <FileUp aria-hidden="true" className="size-8" />
        <Trans>Let go to send</Trans>
      </span>
    </div>
  );
}
