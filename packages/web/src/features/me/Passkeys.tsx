import { Trans, useLingui } from '@lingui/react/macro';
import { Fingerprint, Plus, Trash2 } from 'lucide-react';
import type { Passkey } from '@plaza/contract';
import { useState } from 'react';
import { formatMoment } from '../../i18n/format.ts';
import { api } from '../../state/calls.ts';
import { describeDevice } from '../../state/device.ts';
import { updateMe } from '../../state/session.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useTask } from '../../state/use-task.ts';
import {
  Button,
  Dialog,
  FormError,
  IconButton,
  ListRow,
  SectionCard,
  showToast,
} from '../../ui/index.ts';
import { addPasskey, passkeysWork } from '../identity/index.ts';
import { Answered } from './Page.tsx';

const ask = () => api.identity.listPasskeys({});

function RemoveDialog({ passkey, onDone }: { passkey: Passkey; onDone(): void }) {
  const { t } = useLingui();
  const task = useTask();
  const { passkeyId, name } = passkey;

  async function remove(): Promise<void> {
    const succeeded = await task.run(async () => {
      await api.identity.removePasskey({ passkeyId });
      updateMe(await api.identity.getMe({}));
    });
    if (succeeded) onDone();
  }

  return (
    <Dialog
      open
      onClose={onDone}
      title={t`Remove this passkey?`}
      actions={
        <Button tone="danger" busy={task.busy} onClick={() => void remove()}>
          <Trans>Remove</Trans>
        </Button>
      }
    >
      <p dir="auto" className="text-muted">
        {name}
      </p>
      <FormError>{task.failure?.text}</FormError>
    </Dialog>
  );
}

export function Passkeys() {
  const { t } = useLingui();
  const answer = useAnswer(ask);
  const task = useTask();
  const [removed, setRemoved] = useState<Passkey | null>(null);

  function add(): void {
    void task.run(async () => {
      updateMe(await addPasskey(describeDevice(navigator.userAgent).name));
      answer.reload();
      showToast(t`The passkey was added.`);
    });
  }

  return (
    <SectionCard
      title={<Trans>Passkeys</Trans>}
      note={<Trans>A passkey signs you in by your face, finger or device code.</Trans>}
    >
      <Answered answer={answer}>
        {({ passkeys }) =>
          passkeys.map((passkey) => {
            const made = formatMoment(passkey.createdAt);
            return (
              <ListRow
                key={passkey.passkeyId}
                start={<Fingerprint aria-hidden="true" className="size-6 text-muted" />}
                title={passkey.name}
                subtitle={<Trans>Added: {made}</Trans>}
                end={
                  <IconButton
                    label={t`Remove ${passkey.name}`}
                    icon={<Trash2 aria-hidden="true" className="size-5" />}
                    onClick={() => setRemoved(passkey)}
                  />
                }
              />
            );
          })
        }
      </Answered>
      {passkeysWork() ? (
        <ListRow
          tone="accent"
          start={<Plus aria-hidden="true" className="size-6 text-accent-text" />}
          title={<Trans>Add a passkey</Trans>}
          disabled={task.busy}
          onClick={add}
        />
      ) : (
        <p className="p-4 text-sm text-muted">
          <Trans>This page is not secure enough for passkeys: open Plaza by https.</Trans>
        </p>
      )}
      {task.failure === null ? null : <FormError>{task.failure.text}</FormError>}
      {removed === null ? null : (
        <RemoveDialog
          passkey={removed}
          onDone={() => {
            setRemoved(null);
            answer.reload();
          }}
        />
      )}
    </SectionCard>
  );
}
