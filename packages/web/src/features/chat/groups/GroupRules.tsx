import { Trans, useLingui } from '@lingui/react/macro';
import { may } from '@plaza/client';
import { useClient, useTask } from '../../../state/index.ts';
import { FormError, ListRow, SectionCard, Switch } from '../../../ui/index.ts';
import type { InfoProps } from '../InfoPane.tsx';
import { orThrow } from '../or-throw.ts';
import type { GroupDialog } from './use-group-dialogs.tsx';

type GroupRulesProps = InfoProps & { open(dialog: GroupDialog): void };

/** What leaders set for everybody; others see nothing of it. */
export function GroupRules({ id, state, conversation, open }: GroupRulesProps) {
  const { t } = useLingui();
  const { commands } = useClient();
  const task = useTask();
  const waiting = state.joinRequests.get(id) ?? 0;
  if (!may(state, id, 'setMuteAll')) return null;

  function set(change: { muteAll?: boolean; joinApproval?: boolean }): void {
    void task.run(async () => {
      orThrow(await commands.setGroup(id, change));
    });
  }

  return (
    <SectionCard title={<Trans>For owner and admins</Trans>}>
      <Switch
        label={<Trans>Only owner and admins write</Trans>}
        checked={conversation.muteAll}
        busy={task.busy}
        onChange={(muteAll) => set({ muteAll })}
      />
      <Switch
        label={<Trans>Decide who joins</Trans>}
        description={<Trans>Whoever a member adds or invites waits for you.</Trans>}
        checked={conversation.joinApproval}
        busy={task.busy}
        onChange={(joinApproval) => set({ joinApproval })}
      />
      <ListRow
        title={t`Waiting to join`}
        end={waiting === 0 ? undefined : waiting}
        onClick={() => open('requests')}
      />
      {may(state, id, 'setAdmins') ? (
        <>
          <ListRow title={t`Admins`} onClick={() => open('admins')} />
          <ListRow title={t`Hand over the group`} onClick={() => open('owner')} />
          <ListRow title={t`Dissolve the group`} tone="danger" onClick={() => open('dissolve')} />
        </>
      ) : null}
      {task.failure === null ? null : (
        <div className="p-3">
          <FormError>{task.failure.text}</FormError>
        </div>
      )}
    </SectionCard>
  );
}
