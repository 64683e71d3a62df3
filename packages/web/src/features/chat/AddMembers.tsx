import { Trans, useLingui } from '@lingui/react/macro';
import type { ConversationId, PersonId } from '@plaza/base';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useClient, useTask } from '../../state/index.ts';
import { Button, FormError, showToast, TopBar } from '../../ui/index.ts';
import { orThrow } from './or-throw.ts';
import { PeoplePicker } from './PeoplePicker.tsx';
import { useMembers } from './use-members.ts';
import { useConversationState } from './use-thread.ts';

const mostAtOnce = 40;
const nobody: ReadonlySet<PersonId> = new Set();

export function AddMembers({ id }: { id: ConversationId }) {
  const { t } = useLingui();
  const { commands } = useClient();
  const [, navigate] = useLocation();
  const state = useConversationState(id);
  const [chosen, setChosen] = useState(nobody);
  const task = useTask();
  const members = useMembers(state, id);
  const without = new Set(members?.map(({ person }) => person.personId));

  async function add(): Promise<void> {
    await task.run(async () => {
      const { invited, waiting } = orThrow(await commands.addMembers(id, [...chosen])).output;
      if (invited.length > 0) showToast(t`The others were invited and join when they accept.`);
      else if (waiting.length > 0) showToast(t`Owner or admins decide who joins.`);
      navigate(`/chats/${id}`, { replace: true });
    });
  }

  return (
    <>
      <TopBar title={t`Add members`} back={`/chats/${id}`} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex min-h-full w-full max-w-xl flex-col">
          <PeoplePicker state={state} without={without} chosen={chosen} onChange={setChosen} />
          <div className="sticky bottom-0 mt-auto flex flex-col gap-2 border-t border-line bg-canvas px-4 py-3">
            <p className="text-sm text-muted">
              <Trans>They see what is said from then on.</Trans>
            </p>
            <FormError>
              {chosen.size > mostAtOnce ? t`At most ${mostAtOnce} at once.` : task.failure?.text}
            </FormError>
            <Button
              wide
              busy={task.busy}
              disabled={chosen.size === 0 || chosen.size > mostAtOnce}
              onClick={() => void add()}
            >
              <Trans>Add ({chosen.size})</Trans>
            </Button>
          </div>
        </div>
      </div>
    </>
  );
}
