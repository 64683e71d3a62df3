import { Trans, useLingui } from '@lingui/react/macro';
import type { FavouriteId } from '@plaza/base';
import { useState } from 'react';
import { api, useTask } from '../../state/index.ts';
import { Button, Dialog, FormError, TextArea, TextField } from '../../ui/index.ts';
import { parseTags } from './tags.ts';

type NoteDialogProps = { favouriteId: FavouriteId; onClose(): void; onSaved(): void };

/** A new note of my own. */
export function NoteDialog({ favouriteId, onClose, onSaved }: NoteDialogProps) {
  const { t } = useLingui();
  const [note, setNote] = useState('');
  const [tags, setTags] = useState('');
  const task = useTask();

  async function save(): Promise<void> {
    const given = { favouriteId, note: note.trim(), tags: parseTags(tags) };
    if (!(await task.run(async () => void (await api.favourites.writeNote(given))))) return;
    onSaved();
    onClose();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t`New note`}
      actions={
        <Button busy={task.busy} disabled={note.trim() === ''} onClick={() => void save()}>
          <Trans>Save</Trans>
        </Button>
      }
    >
      <TextArea label={t`Note`} value={note} onChange={setNote} maxLength={10_000} rows={4} />
      <TextField
        label={t`Tags`}
        value={tags}
        onChange={setTags}
        maxLength={420}
        description={t`Separated by commas.`}
      />
      <FormError>{task.failure?.text}</FormError>
    </Dialog>
  );
}
