import { Trans, useLingui } from '@lingui/react/macro';
import type { ConversationId } from '@plaza/base';
import { Pencil, X } from 'lucide-react';
import { IconButton } from '../../../ui/index.ts';
import { useQuoted } from '../kinds/quoted.ts';
import { QuoteLine } from '../kinds/Quoted.tsx';
import { useConversationState } from '../use-thread.ts';
import type { Composing } from './composing.ts';

type ComposingBarProps = {
  id: ConversationId;
  composing: Composing;
  onStop(): void;
};

function Answered({ id, seq }: { id: ConversationId; seq: number }) {
  const state = useConversationState(id);
  return <QuoteLine state={state} entry={useQuoted(state, id, seq)} className="flex-1" />;
}

/** Above the field: what is answered, or that something earlier is being changed. */
export function ComposingBar({ id, composing, onStop }: ComposingBarProps) {
  const { t } = useLingui();
  const isEdit = composing.kind === 'edit';
  return (
    <div className="flex items-center gap-2 ps-4 pe-3 pt-2">
      {isEdit ? (
        <p className="flex min-h-11 min-w-0 flex-1 items-center gap-2 text-sm font-semibold text-accent-text">
          <Pencil aria-hidden="true" className="size-4 shrink-0" />
          <span className="min-w-0">
            <Trans>Change the message</Trans>
            <span dir="auto" className="block truncate font-normal text-muted">
              {composing.text}
            </span>
          </span>
        </p>
      ) : (
        <Answered id={id} seq={composing.seq} />
      )}
      <IconButton
        label={isEdit ? t`Do not change it` : t`Do not answer`}
        onClick={onStop}
        icon={<X aria-hidden="true" className="size-5" />}
      />
    </div>
  );
}
