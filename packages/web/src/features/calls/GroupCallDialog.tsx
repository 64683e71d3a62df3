import { Plural, Trans } from '@lingui/react/macro';
import type { PersonId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { CallMedia, Conversation } from '@plaza/contract';
import { useState } from 'react';
import { Button, Dialog, SkeletonRows } from '../../ui/index.ts';
import { maxCallPeople } from './limits.ts';
import { PeopleChoice } from './PeopleChoice.tsx';
import { useCandidates } from './use-candidates.ts';
import { useEngine } from './use-engine.ts';

type GroupCallProps = {
  conversation: Conversation;
  media: CallMedia;
  state: State;
  onClose(): void;
};

/** Whom to call of a group: everybody, where everybody fits. */
export function GroupCallDialog({ conversation, media, state, onClose }: GroupCallProps) {
  const run = useEngine();
  const { conversationId } = conversation;
  const meId = state.me?.personId;
  const candidates = useCandidates(
    state,
    conversationId,
    new Set(meId === undefined ? [] : [meId]),
  );
  const most = maxCallPeople[media] - 1;
  const [picked, setPicked] = useState<ReadonlySet<PersonId> | null>(null);
  const all = (candidates ?? []).map(({ person }) => person.personId);
  const chosen = picked ?? new Set(all.length <= most ? all : []);

  function call(): void {
    const kind = 'group' as const;
    onClose();
    run((engine) => engine.start({ conversationId, kind, media, invite: [...chosen] }));
  }

  return (
    <Dialog
      open
      title={media === 'video' ? <Trans>Video call</Trans> : <Trans>Voice call</Trans>}
      onClose={onClose}
      actions={
        <Button disabled={chosen.size === 0} onClick={call}>
          <Trans>Call</Trans>
        </Button>
      }
    >
      <p className="text-sm text-muted">
        <Plural
          value={most}
          one="Choose one person; others can join from the group."
          other="Choose up to # people; others can join from the group."
        />
      </p>
      {candidates === null ? (
        <SkeletonRows />
      ) : (
        <PeopleChoice {...{ candidates, chosen, most }} onChange={setPicked} />
      )}
    </Dialog>
  );
}
