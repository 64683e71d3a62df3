import { useLingui } from '@lingui/react/macro';
import type { ConversationId } from '@plaza/base';
import { ArrowRightLeft } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';

type PlusPanelProps = { panelId: string; id: ConversationId; onClose(): void };

/** What can be sent besides text; it opens below the field, where a thumb is. */
export function PlusPanel({ panelId, id, onClose }: PlusPanelProps) {
  const { t } = useLingui();
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => panel.current?.querySelector('a')?.focus(), []);
  return (
    <div
      ref={panel}
      id={panelId}
      role="group"
      aria-label={t`More to send`}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onClose();
      }}
      className="grid grid-cols-[repeat(auto-fill,minmax(5rem,1fr))] gap-2 px-3 pt-1 pb-3"
    >
      <Link
        to={`/chats/${id}/transfer`}
        onClick={onClose}
        className="flex flex-col items-center gap-1.5 rounded-2xl py-2 text-sm hover:bg-hover"
      >
        <span className="edge grid size-[56px] place-items-center rounded-2xl bg-transfer text-on-transfer">
          <ArrowRightLeft aria-hidden="true" className="size-[26px]" />
        </span>
        <span className="text-center text-muted">{t`Transfer`}</span>
      </Link>
    </div>
  );
}
