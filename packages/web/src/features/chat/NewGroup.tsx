import { Trans, useLingui } from '@lingui/react/macro';
import type { ClientId, PersonId } from '@plaza/base';
import type { State } from '@plaza/client';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useClient, useClientState, useTask } from '../../state/index.ts';
import { Button, FormError, TextField, TopBar } from '../../ui/index.ts';
import { orThrow } from './or-throw.ts';
import { PeoplePicker } from './PeoplePicker.tsx';

/** A group starts with at most so many others. */
const mostMembers = 39;
const whole = (state: State) => state;
const nobody: ReadonlySet<PersonId> = new Set();

export function NewGroup() {
  const { t } = useLingui();
  const { commands, newId } = useClient();
  const [, navigate] = useLocation();
  const state = useClientState(['contacts', 'people', 'me'], whole);
  const [chosen, setChosen] = useState(nobody);
  const [name, setName] = useState('');
  // The same id for every try: a group that was made without an answer is not made twice.
  const [clientId] = useState(() => newId<ClientId>());
  const task = useTask();

  async function create(): Promise<void> {
    await task.run(async () => {
      const group = { name: name.trim() || null, memberIds: [...chosen], clientId };
      const { output } = orThrow(await commands.createGroup(group));
      navigate(`/chats/${output.head.conversation.conversationId}`, { replace: true });
    });
  }

  return (
    <>
      <TopBar title={t`New group`} back="/chats" backOnPhone />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex min-h-full w-full max-w-xl flex-col">
          <div className="px-4 pt-4">
            <TextField
              label={t`Name (may stay empty)`}
              value={name}
              onChange={setName}
              maxLength={60}
            />
          </div>
          <PeoplePicker state={state} without={nobody} chosen={chosen} onChange={setChosen} />
          <div className="sticky bottom-0 mt-auto flex flex-col gap-2 border-t border-line bg-canvas px-4 py-3">
            <FormError>
              {chosen.size > mostMembers
                ? t`A group starts with at most ${mostMembers} others. Add more later.`
                : task.failure?.text}
            </FormError>
            <Button
              wide
              busy={task.busy}
              disabled={chosen.size === 0 || chosen.size > mostMembers}
              onClick={() => void create()}
            >
              {chosen.size === 0 ? (
                <Trans>Choose members</Trans>
              ) : (
                <Trans>Create group ({chosen.size})</Trans>
              )}
            </Button>
          </div>
        </div>
      </div>
    </>
  );
}
