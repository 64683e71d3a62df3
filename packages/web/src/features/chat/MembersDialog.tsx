import { Trans, useLingui } from '@lingui/react/macro';
import type { ConversationId, PersonId } from '@plaza/base';
import { may, type State } from '@plaza/client';
import type { Conversation, Member } from '@plaza/contract';
import { useState } from 'react';
import { api, useClient, useTask } from '../../state/index.ts';
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

/** Those whom the dialog shows: all of a small group, page by page those of a large one. */
function usePagedMembers(conversation: Conversation, known: readonly Member[] | null) {
  const { conversationId } = conversation;
  const [more, setMore] = useState<readonly Member[]>([]);
  const [next, setNext] = useState<string | null | undefined>(undefined);
  const task = useTask();
  const members = known === null ? null : [...known, ...more];
  const hasMore = members !== null && next !== null && members.length < conversation.memberCount;

  async function loadMore(): Promise<void> {
    await task.run(async () => {
      let cursor = next;
      // The first page is known already: the place behind it is asked for once.
      if (cursor === undefined) ({ next: cursor } = await api.chat.listMembers({ conversationId }));
      if (cursor === null) return setNext(null);
      const page = await api.chat.listMembers({ conversationId, cursor });
      setMore((before) => [...before, ...page.members]);
      setNext(page.next);
    });
  }
  return { members, hasMore, busy: task.busy, loadMore };
}

/** Whether the viewer may take this member out. */
function mayRemove(state: State, id: ConversationId, member: Member): boolean {
  if (member.person.personId === state.me?.personId || member.role === 'owner') return false;
  return may(state, id, member.role === 'admin' ? 'removeAdmin' : 'removeMember');
}

/** Everybody in a group; leaders may remove somebody. */
export function MembersDialog(props: MembersDialogProps) {
  const { conversation, state, onClose } = props;
  const { t } = useLingui();
  const { commands } = useClient();
  const [asking, setAsking] = useState<PersonId | null>(null);
  const task = useTask();
  const meId = state.me?.personId;
  const { conversationId } = conversation;
  const { members, hasMore, busy, loadMore } = usePagedMembers(conversation, props.members);
  const roles = { owner: t`Owner`, admin: t`Admin`, member: undefined };

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
        {(members ?? []).map((member) => {
          const { personId, photoPath } = member.person;
          const name = member.nickname || personName(state, personId);
          return (
            <li key={personId}>
              <ListRow
                title={personId === meId ? t`You` : name}
                subtitle={roles[member.role]}
                start={<Avatar id={personId} name={name} photoPath={photoPath} size="s" />}
                end={
                  mayRemove(state, conversationId, member) ? (
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
      {hasMore ? (
        <Button tone="soft" wide busy={busy} onClick={() => void loadMore()}>
          <Trans>Show more members</Trans>
        </Button>
      ) : null}
    </Dialog>
  );
}
