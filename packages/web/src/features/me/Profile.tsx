import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { api } from '../../state/calls.ts';
import { updateMe, useMe } from '../../state/session.ts';
import { useTask } from '../../state/use-task.ts';
import { Button, FormError, TextArea, TextField, showToast } from '../../ui/index.ts';
import { HandleField, useHandleCheck } from '../identity/index.ts';
import { Page } from './Page.tsx';
import { PhotoEditor } from './PhotoEditor.tsx';

function HandleForm() {
  const { t } = useLingui();
  const me = useMe();
  const [handle, setHandle] = useState(me.handle);
  const check = useHandleCheck(handle, me.handle);
  const task = useTask();
  const isChanged = handle !== me.handle;
  return (
    <form
      noValidate
      className="flex flex-col gap-4 border-t border-line pt-6"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isChanged || check === 'malformed' || check === 'taken') return;
        void task.run(async () => {
          updateMe(await api.identity.changeHandle({ handle }));
          showToast(t`Your handle was changed.`);
        });
      }}
    >
      <HandleField value={handle} onChange={setHandle} check={check} isTried={isChanged} />
      <FormError>{task.failure?.text}</FormError>
      <Button type="submit" tone="soft" busy={task.busy} disabled={!isChanged}>
        <Trans>Change the handle</Trans>
      </Button>
    </form>
  );
}

export default function Profile() {
  const { t } = useLingui();
  const me = useMe();
  const [name, setName] = useState(me.displayName);
  const [region, setRegion] = useState(me.region);
  const [signature, setSignature] = useState(me.signature);
  const [isTried, setTried] = useState(false);
  const task = useTask();
  const displayName = name.trim();
  const changed = { displayName, region: region.trim(), signature: signature.trim() };
  const isChanged =
    changed.displayName !== me.displayName ||
    changed.region !== me.region ||
    changed.signature !== me.signature;

  return (
    <Page title={t`Profile`}>
      <PhotoEditor />
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (displayName === '') return;
          void task.run(async () => {
            updateMe(await api.identity.updateProfile(changed));
            showToast(t`Saved.`);
          });
        }}
      >
        <TextField
          label={t`Name`}
          value={name}
          onChange={setName}
          maxLength={40}
          autoComplete="name"
          error={isTried && displayName === '' ? t`Type a name.` : null}
        />
        <TextField
          label={t`Region`}
          value={region}
          onChange={setRegion}
          maxLength={60}
          description={<Trans>Where you live, as precisely as you like. May stay empty.</Trans>}
        />
        <TextArea
          label={t`Signature`}
          value={signature}
          onChange={setSignature}
          maxLength={120}
          description={<Trans>A line about you that your contacts see.</Trans>}
        />
        <FormError>{task.failure?.text}</FormError>
        <Button type="submit" busy={task.busy} disabled={!isChanged}>
          <Trans>Save</Trans>
        </Button>
      </form>
      <HandleForm />
    </Page>
  );
}
