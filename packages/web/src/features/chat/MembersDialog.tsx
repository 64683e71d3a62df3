import { Trans, useLingui } from '@lingui/react/macro';
import type { PersonId } from '@plaza/base';
import { inboxOf, type State } from '@plaza/client';
import type { Conversation, Member } from '@plaza/contract';
import { useState } from 'react';
import { useClient, useTask } from '../../state/index.ts';
import { Avatar, Button, Dialog, FormError, ListRow, SkeletonRows } from '../../ui/index.ts';
import { personName } from './names.ts';
import { orThrow } from './or-throw.ts';

type MembersDialogProps = {
  conversation: Conversation;
  state: State;
  members: readonly Member[] | null;
  onClose(): void;
};

function Confirm({
  name,
  busy,
  onYes,
  onNo,
}: {
  name: string;
  busy: boolean;
  onYes(): void;
  onNo(): void;
}) {
  return (
    <div className="flex flex-wrap items-center justify-end gap-2 bg-danger-soft px-4 py-2">
      <p className="flex-1 text-sm">
        <Trans>Remove {name} from the group?</Trans>
      </p>
      <Button tone="plain" onClick={onNo}>
        <Trans>Cancel</Trans>
      </Button>
      <Button tone="danger" busy={busy} onClick={onYes}>
        <Trans>Remove</Trans>
      </Button>
    </div>
  );
}

/** Everybody in a group; its owner may remove somebody. */
export function MembersDialog({ conversation, state, members, onClose }: MembersDialogProps) {
  const { t } = useLingui();
  const { commands } = useClient();
  const [asking, setAsking] = useState<PersonId | null>(null);
  const task = useTask();
  const meId = state.me?.personId;
  const { conversationId, ownerId } = conversation;
  const isOwner = ownerId === meId && inboxOf(state, conversationId)?.leftSeq === null;

  async function remove(personId: PersonId): Promise<void> {
    const succeeded = await task.run(async () => {
      orThrow(await commands.removeMember(conversationId, personId));
    });
    if (succeeded) setAsking(null);
  }

  return (
    <Dialog open onClose={onClose} title={t`All members`}>
      {members === null ? <SkeletonRows count={4} /> : null}
      <FormError>{task.failure?.text}</FormError>
      <ul className="-mx-5">
        {(members ?? []).map(({ person: { personId, photoPath }, role }) => {
          const name = personName(state, personId);
          const mayRemove = isOwner && personId !== meId;
          return (
            <li key={personId}>
              <ListRow
                title={personId === meId ? t`You` : name}
                subtitle={role === 'owner' ? t`Owner` : undefined}
                start={<Avatar id={personId} name={name} photoPath={photoPath} size="s" />}
                end={
                  mayRemove ? (
                    <Button tone="plain" onClick={() => setAsking(personId)}>
                      <Trans>Remove</Trans>
                    </Button>
                  ) : null
                }
              />
              {asking === personId ? (
                <Confirm
                  name={name}
                  busy={task.busy}
                  onYes={() => void remove(personId)}
                  onNo={() => setAsking(null)}
                />
              ) : null}
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}
