import { useLingui } from '@lingui/react/macro';
import type { ConversationId } from '@plaza/base';
import { mentionsOf, type State } from '@plaza/client';
import { AtSign } from 'lucide-react';
import { Badge, classNames } from '../../../ui/index.ts';
import { jumpTo } from '../jumping.ts';

type MentionButtonProps = { id: ConversationId; state: State; isRaised: boolean };

/** Leads to the first unread message that mentions me. */
export function MentionButton({ id, state, isRaised }: MentionButtonProps) {
  const { t } = useLingui();
  const seqs = mentionsOf(state, id);
  const [first] = seqs;
  if (first === undefined) return null;
  return (
    <button
      type="button"
      onClick={() => jumpTo(id, first)}
      aria-label={t`To the message that mentions you, ${seqs.length} unread`}
      className={classNames(
        'edge absolute end-4 grid size-11 place-items-center rounded-full bg-surface',
        'text-accent-text shadow-float hover:bg-hover',
        isRaised ? 'bottom-18' : 'bottom-4',
      )}
    >
      <AtSign aria-hidden="true" className="size-5.5" />
      <Badge
        count={seqs.length}
        tone="accent"
        className="absolute -top-2 end-1/2 translate-x-1/2"
      />
    </button>
  );
}
