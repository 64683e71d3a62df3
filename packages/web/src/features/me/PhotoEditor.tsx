import { Trans, useLingui } from '@lingui/react/macro';
import { Camera, Trash2 } from 'lucide-react';
import { useCallback, useRef, useState } from 'react';
import { api } from '../../state/calls.ts';
import { updateMe, useMe } from '../../state/session.ts';
import { useTask } from '../../state/use-task.ts';
import { Avatar, Button, Dialog, FormError } from '../../ui/index.ts';
import { PhotoCrop } from './PhotoCrop.tsx';
import { readPicture, savePhoto } from './photo.ts';

/** The photo of the profile: choose, cut square, save; or return to the drawn avatar. */
export function PhotoEditor() {
  const { t } = useLingui();
  const me = useMe();
  const [picture, setPicture] = useState<ImageBitmap | null>(null);
  const task = useTask();
  const input = useRef<HTMLInputElement>(null);
  const canvas = useRef<HTMLCanvasElement | null>(null);
  const keepCanvas = useCallback((drawn: HTMLCanvasElement | null) => {
    canvas.current = drawn;
  }, []);

  async function save(): Promise<void> {
    const drawn = canvas.current;
    if (drawn === null) return;
    if (await task.run(async () => updateMe(await savePhoto(drawn)))) setPicture(null);
  }

  return (
    <div className="flex flex-col items-center gap-3">
      <Avatar id={me.personId} name={me.displayName} photoPath={me.photoPath} size="xl" />
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg,image/webp"
        className="hidden"
        aria-label={t`Photo`}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file !== undefined) void task.run(async () => setPicture(await readPicture(file)));
        }}
      />
      <div className="flex flex-wrap justify-center gap-2">
        <Button
          tone="soft"
          icon={<Camera aria-hidden="true" className="size-5" />}
          onClick={() => input.current?.click()}
        >
          {me.photoPath === null ? <Trans>Add a photo</Trans> : <Trans>Change the photo</Trans>}
        </Button>
        {me.photoPath === null ? null : (
          <Button
            tone="plain"
            busy={task.busy && picture === null}
            icon={<Trash2 aria-hidden="true" className="size-5" />}
            onClick={() => {
              void task.run(async () => updateMe(await api.identity.setPhoto({ fileId: null })));
            }}
          >
            <Trans>Remove</Trans>
          </Button>
        )}
      </div>
      {picture === null ? <FormError>{task.failure?.text}</FormError> : null}
      <Dialog
        open={picture !== null}
        onClose={() => setPicture(null)}
        title={t`Choose the part to show`}
        actions={
          <>
            <Button tone="plain" onClick={() => setPicture(null)}>
              <Trans>Cancel</Trans>
            </Button>
            <Button busy={task.busy} onClick={() => void save()}>
              <Trans>Save</Trans>
            </Button>
          </>
        }
      >
        {picture === null ? null : <PhotoCrop picture={picture} onCanvas={keepCanvas} />}
        <FormError>{task.failure?.text}</FormError>
      </Dialog>
    </div>
  );
}
