import { Plural, useLingui } from '@lingui/react/macro';
import type { ConversationId } from '@plaza/base';
import { Forward, Trash2, X } from 'lucide-react';
import { IconButton } from '../../../ui/index.ts';
import { act, endSelecting } from './acting.ts';

type SelectBarProps = { id: ConversationId; seqs: ReadonlySet<number> };

/** Stands where one writes while messages are being chosen. */
export function SelectBar({ id, seqs }: SelectBarProps) {
  const { t } = useLingui();
  const chosen = [...seqs].sort((a, b) => a - b);
  const isNone = chosen.length === 0;
  return (
    <div
      role="toolbar"
      aria-label={t`Chosen messages`}
      className="flex shrink-0 items-center gap-2 border-t border-line bg-surface px-3 py-2 pb-[max(0.5rem,env(safe-area-inset-bottom))]"
    >
      <IconButton
        label={t`Stop choosing`}
        onClick={endSelecting}
        icon={<X aria-hidden="true" className="size-6" />}
      />
      <p role="status" className="flex-1 font-medium">
        <Plural value={chosen.length} one="# chosen" other="# chosen" />
      </p>
      <IconButton
        label={t`Forward`}
        aria-disabled={isNone || chosen.length > 100}
        onClick={() => {
          if (!isNone && chosen.length <= 100) act(id, { kind: 'forward', seqs: chosen });
        }}
        icon={<Forward aria-hidden="true" className="size-6 rtl:-scale-x-100" />}
      />
      <IconButton
        label={t`Delete for me`}
        aria-disabled={isNone}
        onClick={() => {
          if (!isNone) act(id, { kind: 'delete', seqs: chosen });
        }}
        icon={<Trash2 aria-hidden="true" className="size-6 text-danger" />}
      />
    </div>
  );
}
