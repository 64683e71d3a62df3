import { Trans, useLingui } from '@lingui/react/macro';
import type { PersonId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { Call } from '@plaza/contract';
import { useState } from 'react';
import { useClient, useTask } from '../../state/index.ts';
import { Button, Dialog, FormError, SkeletonRows } from '../../ui/index.ts';
import { othersOf } from './call-names.ts';
import { maxCallPeople } from './limits.ts';
import { PeopleChoice } from './PeopleChoice.tsx';
import { useCandidates } from './use-candidates.ts';
import { engineOf } from './use-calls.ts';

type InviteProps = { call: Call; state: State; onClose(): void };

/** Rings more members of the group. */
export function InviteDialog({ call, state, onClose }: InviteProps) {
  const { t } = useLingui();
  const client = useClient();
  const task = useTask();
  const [chosen, setChosen] = useState<ReadonlySet<PersonId>>(new Set());
  const others = othersOf(state, call).map(({ personId }) => personId);
  const meId = state.me?.personId;
  const there = new Set([...others, ...(meId === undefined ? [] : [meId])]);
  const candidates = useCandidates(state, call.conversationId, there);
  const most = maxCallPeople[call.media] - there.size;

  async function invite(): Promise<void> {
    const isDone = await task.run(async () => {
      await (await engineOf(client)).invite([...chosen]);
    });
    if (isDone) onClose();
  }

  return (
    <Dialog
      open
      title={t`Invite more people`}
      onClose={onClose}
      actions={
        <Button busy={task.busy} disabled={chosen.size === 0} onClick={() => void invite()}>
          <Trans>Call</Trans>
        </Button>
      }
    >
      {candidates === null ? (
        <SkeletonRows />
      ) : candidates.length === 0 || most <= 0 ? (
        <p className="text-muted">
          <Trans>Everybody is there, or no more people fit into this call.</Trans>
        </p>
      ) : (
        <PeopleChoice {...{ candidates, chosen, most }} onChange={setChosen} />
      )}
      <FormError>{task.failure?.text}</FormError>
    </Dialog>
  );
}
