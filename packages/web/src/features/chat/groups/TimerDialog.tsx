import { Trans, useLingui } from '@lingui/react/macro';
import type { Conversation } from '@plaza/contract';
import { useId, useState } from 'react';
import { useClient, useTask } from '../../../state/index.ts';
import { Button, Dialog, FormError } from '../../../ui/index.ts';
import { timers } from '../limits.ts';
import { orThrow } from '../or-throw.ts';
import { formatTimer } from '../sentences.ts';

type Seconds = Conversation['timerSeconds'];
type TimerDialogProps = { conversation: Conversation; onClose(): void };

/** After what time messages that are sent from now on disappear. */
export function TimerDialog({ conversation, onClose }: TimerDialogProps) {
  const { t } = useLingui();
  const { commands } = useClient();
  const name = useId();
  const [seconds, setSeconds] = useState<Seconds>(conversation.timerSeconds);
  const task = useTask();
  const choices: Seconds[] = [null, ...timers];

  async function save(): Promise<void> {
    const succeeded = await task.run(async () => {
      orThrow(await commands.setTimer(conversation.conversationId, seconds));
    });
    if (succeeded) onClose();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Disappearing messages`}
      actions={
        <Button busy={task.busy} onClick={() => void save()}>
          <Trans>Save</Trans>
        </Button>
      }
    >
      <p className="text-muted">
        <Trans>
          Messages sent from now on are deleted after this time, on the server and on all devices.
          Somebody may still have copied them.
        </Trans>
      </p>
      <fieldset className="flex flex-col">
        <legend className="sr-only">{t`Delete after`}</legend>
        {choices.map((choice) => (
          <label key={choice ?? 'never'} className="flex min-h-11 items-center gap-3">
            <input
              type="radio"
              name={name}
              className="size-5 accent-accent"
              checked={seconds === choice}
              onChange={() => setSeconds(choice)}
            />
            {choice === null ? <Trans>Never</Trans> : formatTimer(choice)}
          </label>
        ))}
      </fieldset>
      <FormError>{task.failure?.text}</FormError>
    </Dialog>
  );
}
