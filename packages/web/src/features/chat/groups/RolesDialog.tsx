import { Trans, useLingui } from '@lingui/react/macro';
import type { PersonId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { Conversation, Member } from '@plaza/contract';
import { useId, useState } from 'react';
import { useClient, useTask } from '../../../state/index.ts';
import { Avatar, Button, Dialog, FormError, SkeletonRows } from '../../../ui/index.ts';
import { maxAdmins } from '../limits.ts';
import { personName } from '../names.ts';
import { orThrow } from '../or-throw.ts';

type RolesDialogProps = {
  conversation: Conversation;
  state: State;
  members: readonly Member[] | null;
  what: 'admins' | 'owner';
  onClose(): void;
};

/** The owner chooses admins, or who owns the group from now on. */
export function RolesDialog({ conversation, state, members, what, onClose }: RolesDialogProps) {
  const { t } = useLingui();
  const { commands } = useClient();
  const name = useId();
  const { conversationId, adminIds } = conversation;
  const [chosen, setChosen] = useState<readonly PersonId[]>(what === 'admins' ? adminIds : []);
  const task = useTask();
  const others = (members ?? []).filter(({ person }) => person.personId !== state.me?.personId);
  const most = what === 'admins' ? maxAdmins : 1;

  function toggle(personId: PersonId): void {
    const isChosen = chosen.includes(personId);
    if (isChosen) return setChosen(chosen.filter((id) => id !== personId));
    setChosen(what === 'owner' ? [personId] : [...chosen, personId].slice(0, most));
  }

  async function save(): Promise<void> {
    const [first] = chosen;
    const succeeded = await task.run(async () => {
      if (what === 'admins') orThrow(await commands.setAdmins(conversationId, [...chosen]));
      else if (first !== undefined)
        orThrow(await commands.transferOwnership(conversationId, first));
    });
    if (succeeded) onClose();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={what === 'admins' ? t`Admins` : t`Hand over the group`}
      actions={
        <Button
          tone={what === 'owner' ? 'danger' : 'primary'}
          busy={task.busy}
          disabled={what === 'owner' && chosen.length === 0}
          onClick={() => void save()}
        >
          {what === 'admins' ? <Trans>Save</Trans> : <Trans>Hand over</Trans>}
        </Button>
      }
    >
      <p className="text-muted">
        {what === 'admins' ? (
          <Trans>
            At most {maxAdmins}. They let people in, remove members and messages, announce, and say
            who may write.
          </Trans>
        ) : (
          <Trans>You become a plain member. Only the new owner could give it back.</Trans>
        )}
      </p>
      {members === null ? <SkeletonRows count={3} /> : null}
      <ul className="-mx-5">
        {others.map(({ person: { personId, photoPath } }) => (
          <li key={personId}>
            <label className="flex min-h-13 cursor-pointer items-center gap-3 px-5 py-2 hover:bg-hover">
              <input
                type={what === 'admins' ? 'checkbox' : 'radio'}
                name={name}
                className="size-5 accent-accent"
                checked={chosen.includes(personId)}
                disabled={what === 'admins' && !chosen.includes(personId) && chosen.length >= most}
                onChange={() => toggle(personId)}
              />
              <Avatar
                id={personId}
                name={personName(state, personId)}
                photoPath={photoPath}
                size="s"
              />
              <bdi>{personName(state, personId)}</bdi>
            </label>
          </li>
        ))}
      </ul>
      <FormError>{task.failure?.text}</FormError>
    </Dialog>
  );
}
