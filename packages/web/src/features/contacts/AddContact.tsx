import { Trans, useLingui } from '@lingui/react/macro';
import type { PersonCard } from '@plaza/contract';
import { QrCode, ScanLine, Search } from 'lucide-react';
import { useState } from 'react';
import { api, useTask } from '../../state/index.ts';
import {
  Button,
  FormError,
  ListRow,
  RowIcon,
  Screen,
  SectionCard,
  TextField,
  TopBar,
} from '../../ui/index.ts';
import { PersonView, type Found } from './PersonView.tsx';

const byHandle: Found = { via: 'handle' };

/** Finds somebody by their exact handle; codes are scanned elsewhere. */
export function AddContact() {
  const { t } = useLingui();
  const [handle, setHandle] = useState('');
  const [person, setPerson] = useState<PersonCard | null>(null);
  const task = useTask();
  const wanted = handle.trim().replace(/^@/, '').toLowerCase();

  async function find(): Promise<void> {
    if (wanted === '') return;
    await task.run(async () => {
      setPerson((await api.contacts.findByHandle({ handle: wanted })).person);
    });
  }

  if (person !== null) {
    return (
      <>
        <TopBar
          title={t`Profile`}
          back="/contacts"
          backOnPhone
          actions={
            <Button tone="plain" onClick={() => setPerson(null)}>
              <Trans>Search again</Trans>
            </Button>
          }
        />
        <PersonView person={person} found={byHandle} />
      </>
    );
  }
  return (
    <>
      <TopBar title={t`Add contact`} back="/contacts" backOnPhone />
      <Screen>
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            void find();
          }}
        >
          <TextField
            label={t`Handle`}
            prefix="@"
            dir="ltr"
            value={handle}
            onChange={(next) => {
              setHandle(next);
              task.clear();
            }}
            description={t`Exactly as the person writes it.`}
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            maxLength={31}
          />
          <FormError>{task.failure?.text}</FormError>
          <Button
            type="submit"
            wide
            busy={task.busy}
            disabled={wanted === ''}
            icon={<Search aria-hidden="true" className="size-5" />}
          >
            <Trans>Find</Trans>
          </Button>
        </form>
        <SectionCard>
          <ListRow
            to="/discover/scan"
            title={t`Scan a code`}
            subtitle={t`By camera, from a picture, or as text`}
            start={<RowIcon icon={ScanLine} hue="blue" />}
          />
          <ListRow
            to="/discover/code"
            title={t`My code`}
            subtitle={t`For others to find you`}
            start={<RowIcon icon={QrCode} hue="violet" />}
          />
        </SectionCard>
      </Screen>
    </>
  );
}
