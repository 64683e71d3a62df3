import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { formatDate } from '../../../i18n/format.ts';
import { api, useTask } from '../../../state/index.ts';
import {
  Button,
  Dialog,
  FormError,
  ListRow,
  Note,
  SectionCard,
  TextArea,
} from '../../../ui/index.ts';
import type { Mine } from '../use-merchants.ts';
import { CopyField } from './CopyField.tsx';
import type { Access } from './types.ts';

type Key = Access['keys'][number];
type Made = { key: Key; privateKey: string | null };
type KeysProps = { mine: Mine; access: Access; onChanged(): void };

function MadeDialog({ made, onClose }: { made: Made; onClose(): void }) {
  const { t } = useLingui();
  const { key, privateKey } = made;
  return (
    <Dialog
      open
      firm={privateKey !== null}
      title={t`Your key`}
      onClose={onClose}
      actions={
        <Button onClick={onClose}>
          {privateKey === null ? <Trans>Done</Trans> : <Trans>I keep it in a safe place</Trans>}
        </Button>
      }
    >
      {privateKey === null ? null : (
        <Note tone="warn">
          <Trans>
            Save the private key now: it is shown this once, and the city does not keep it.
          </Trans>
        </Note>
      )}
      <div className="edge divide-y divide-line overflow-hidden rounded-2xl bg-field">
        {privateKey === null ? null : (
          <CopyField label={t`Private key`} text={privateKey} file="apiclient_key.pem" />
        )}
        <CopyField label={t`Certificate`} text={key.certificate} file="apiclient_cert.pem" />
        <CopyField label={t`Serial`} text={key.serial} />
      </div>
    </Dialog>
  );
}

type AddProps = { mine: Mine; onClose(): void; onMade(made: Made): void };

function AddDialog({ mine, onClose, onMade }: AddProps) {
  const { t } = useLingui();
  const [text, setText] = useState('');
  const task = useTask();
  const { merchantId } = mine.merchant;

  function add(publicKey: string | null): void {
    void task.run(async () => onMade(await api.payv3.addKey({ merchantId, publicKey })));
  }

  return (
    <Dialog
      open
      title={t`Add a key`}
      onClose={onClose}
      firm={task.busy}
      actions={
        <Button
          tone="soft"
          busy={task.busy}
          disabled={text.trim() === ''}
          onClick={() => add(text)}
        >
          <Trans>Use my own key</Trans>
        </Button>
      }
    >
      <Button busy={task.busy} onClick={() => add(null)}>
        <Trans>Make a pair for me</Trans>
      </Button>
      <TextArea
        label={t`Or your own public key, certificate or request (PEM)`}
        value={text}
        onChange={setText}
        rows={5}
        maxLength={8_000}
      />
      <FormError>{task.failure?.text}</FormError>
    </Dialog>
  );
}

/** The keys by which a program signs in the name of a shop. */
export function Keys({ mine, access, onChanged }: KeysProps) {
  const { t } = useLingui();
  const [isAdding, setAdding] = useState(false);
  const [made, setMade] = useState<Made | null>(null);
  const [endingOf, setEnding] = useState<string | null>(null);
  const ending = useTask();
  const { merchantId } = mine.merchant;
  const live = access.keys.filter(({ endedAt }) => endedAt === null);
  return (
    <>
      <SectionCard title={<Trans>Keys of the program</Trans>}>
        {live.map(({ serial, createdAt, expiresAt }) => {
          const [from, to] = [formatDate(createdAt), formatDate(expiresAt)];
          return (
            <ListRow
              key={serial}
              title={
                <code dir="ltr" className="font-mono text-sm break-all">
                  {serial}
                </code>
              }
              subtitle={
                <Trans>
                  {from} to {to}
                </Trans>
              }
              end={
                <Button tone="plain" onClick={() => setEnding(serial)}>
                  <Trans>End it</Trans>
                </Button>
              }
            />
          );
        })}
        <ListRow tone="accent" title={<Trans>Add a key</Trans>} onClick={() => setAdding(true)} />
      </SectionCard>
      <Dialog
        open={endingOf !== null}
        onClose={() => setEnding(null)}
        title={t`End this key?`}
        actions={
          <Button
            tone="danger"
            busy={ending.busy}
            onClick={() =>
              void ending.run(async () => {
                await api.payv3.endKey({ merchantId, serial: endingOf ?? '' });
                setEnding(null);
                onChanged();
              })
            }
          >
            <Trans>End it</Trans>
          </Button>
        }
      >
        <p className="text-muted">
          <Trans>Programs that sign with it can do nothing any more, at once and for good.</Trans>
        </p>
        <FormError>{ending.failure?.text}</FormError>
      </Dialog>
      {isAdding ? (
        <AddDialog
          mine={mine}
          onClose={() => setAdding(false)}
          onMade={(next) => {
            setAdding(false);
            setMade(next);
            onChanged();
          }}
        />
      ) : null}
      {made === null ? null : <MadeDialog made={made} onClose={() => setMade(null)} />}
    </>
  );
}
