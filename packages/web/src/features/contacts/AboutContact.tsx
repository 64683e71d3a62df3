import { Trans, useLingui } from '@lingui/react/macro';
import type { Contact, MethodInput } from '@plaza/contract';
import { useState } from 'react';
import { useClient, useTask } from '../../state/index.ts';
import {
  Button,
  Dialog,
  FormError,
  ListRow,
  SectionCard,
  Switch,
  TextField,
} from '../../ui/index.ts';
import { MomentsPrivacy } from './MomentsPrivacy.tsx';
import { tagsIn } from './tags.ts';

function EditDialog({ contact, onClose }: { contact: Contact; onClose(): void }) {
  const { t } = useLingui();
  const { api } = useClient();
  const [remark, setRemark] = useState(contact.remark ?? '');
  const [tags, setTags] = useState(contact.tags.join(', '));
  const task = useTask();

  async function save(): Promise<void> {
    const succeeded = await task.run(async () => {
      await api.contacts.update({
        personId: contact.person.personId,
        remark: remark.trim() || null,
        tags: tagsIn(tags),
      });
    });
    if (succeeded) onClose();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Remark and tags`}
      actions={
        <Button busy={task.busy} onClick={() => void save()}>
          <Trans>Save</Trans>
        </Button>
      }
    >
      <TextField
        label={t`Remark`}
        description={t`A name that only you see.`}
        value={remark}
        onChange={setRemark}
        maxLength={40}
      />
      <TextField
        label={t`Tags`}
        description={t`Parted by commas, such as family, work. Only you see them.`}
        value={tags}
        onChange={setTags}
      />
      <FormError>{task.failure?.text}</FormError>
    </Dialog>
  );
}

/** What only the viewer sees of a contact. */
export function AboutContact({ contact }: { contact: Contact }) {
  const { t } = useLingui();
  const { api } = useClient();
  const [isEditing, setEditing] = useState(false);
  const task = useTask();
  const { personId } = contact.person;
  const change = (how: Omit<MethodInput<'contacts.update'>, 'personId'>) =>
    void task.run(async () => {
      await api.contacts.update({ personId, ...how });
    });
  return (
    <>
      <SectionCard>
        <ListRow
          title={t`Remark and tags`}
          subtitle={contact.remark}
          onClick={() => setEditing(true)}
        />
        <Switch
          label={t`Starred`}
          description={t`Stands first in your contacts.`}
          checked={contact.starred}
          busy={task.busy}
          onChange={(starred) => change({ starred })}
        />
      </SectionCard>
      <MomentsPrivacy contact={contact} busy={task.busy} onChange={change} />
      <FormError>{task.failure?.text}</FormError>
      {isEditing ? <EditDialog contact={contact} onClose={() => setEditing(false)} /> : null}
    </>
  );
}
