import { Trans, useLingui } from '@lingui/react/macro';
import type { Favourite } from '@plaza/contract';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api, useTask } from '../../state/index.ts';
import { Button, Dialog, FormError, TextArea, TextField } from '../../ui/index.ts';
import { jumpTo, wordsOfMessage } from '../chat/index.ts';
import { parseTags } from './tags.ts';

type FavouriteDialogProps = { favourite: Favourite; onClose(): void; onChanged(): void };

/** The files of a kept message, to look at or to download. */
function Kept({ message }: { message: NonNullable<Favourite['message']> }) {
  const first = 'fileId' in message ? message.fileId : undefined;
  const isPicture = message.type === 'photo' || message.type === 'sticker';
  return (
    <>
      {isPicture && first !== undefined ? (
        <img
          src={`/media/${first}`}
          alt=""
          className="max-h-80 w-full rounded-2xl object-contain"
        />
      ) : null}
      <p dir="auto" className="whitespace-pre-wrap select-text">
        {message.type === 'text' ? message.text : wordsOfMessage(message)}
      </p>
      {!isPicture && first !== undefined ? (
        <a
          href={`/media/${first}`}
          target="_blank"
          rel="noopener noreferrer"
          className="font-semibold text-accent-text"
        >
          <Trans>Open the file</Trans>
        </a>
      ) : null}
    </>
  );
}

/** One thing that is kept: to read, to tag, to find again, to let go. */
export function FavouriteDialog({ favourite, onClose, onChanged }: FavouriteDialogProps) {
  const { t } = useLingui();
  const [, navigate] = useLocation();
  const { favouriteId, kind, message, source } = favourite;
  const [note, setNote] = useState(favourite.note);
  const [tags, setTags] = useState(favourite.tags.join(', '));
  const task = useTask();

  async function save(): Promise<void> {
    const given = { favouriteId, tags: parseTags(tags) };
    const succeeded = await task.run(async () => {
      if (kind === 'note') await api.favourites.writeNote({ ...given, note: note.trim() });
      else await api.favourites.setTags(given);
    });
    if (!succeeded) return;
    onChanged();
    onClose();
  }

  async function remove(): Promise<void> {
    if (!(await task.run(async () => void (await api.favourites.remove({ favouriteId }))))) return;
    onChanged();
    onClose();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={kind === 'note' ? t`Note` : t`Message`}
      actions={
        <>
          <Button tone="plain" disabled={task.busy} onClick={() => void remove()}>
            <Trans>Remove</Trans>
          </Button>
          <Button
            busy={task.busy}
            disabled={kind === 'note' && note.trim() === ''}
            onClick={() => void save()}
          >
            <Trans>Save</Trans>
          </Button>
        </>
      }
    >
      {kind === 'note' ? (
        <TextArea label={t`Note`} value={note} onChange={setNote} maxLength={10_000} rows={4} />
      ) : null}
      {message === null ? null : <Kept message={message} />}
      {source === null ? null : (
        <Button
          tone="soft"
          onClick={() => {
            jumpTo(source.conversationId, source.seq);
            navigate(`/chats/${source.conversationId}`);
          }}
        >
          <Trans>Show it in its place</Trans>
        </Button>
      )}
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
