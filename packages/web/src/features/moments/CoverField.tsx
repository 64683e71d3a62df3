import { Trans, useLingui } from '@lingui/react/macro';
import type { FileId } from '@plaza/base';
import { CallFailed } from '@plaza/client';
import type { MomentsSettings } from '@plaza/contract';
import { useRef } from 'react';
import { preparePicture } from '../../media/pictures.ts';
import { api, useTask } from '../../state/index.ts';
import { Button, FormError } from '../../ui/index.ts';

/** Wide enough for a large screen; a phone shows the middle of it. */
const coverPx = 1600;

async function upload(file: File): Promise<FileId> {
  const made = await preparePicture(file, { longestPx: coverPx });
  const failed = (error: string) => new CallFailed({ ok: false, error, message: '' });
  if (made === null) throw failed('not_an_image');
  const { uploader } = await import('../../state/uploader.ts');
  const brought = await uploader.upload({
    ...{ blob: made.blob, name: 'cover', url: null, signal: new AbortController().signal },
    ...{ onUrl: () => undefined, onProgress: () => undefined },
  });
  if (!brought.ok) throw failed(brought.error);
  const { media } = await api.media.takeUpload({ uploadId: brought.uploadId, as: 'image' });
  return media.fileId;
}

type CoverFieldProps = {
  coverId: FileId | null;
  onChanged(settings: MomentsSettings): void;
};

/** The picture above my feed and my album. */
export function CoverField({ coverId, onChanged }: CoverFieldProps) {
  const { t } = useLingui();
  const input = useRef<HTMLInputElement>(null);
  const task = useTask();
  const change = (make: () => Promise<FileId | null>) =>
    void task.run(async () => onChanged(await api.moments.setSettings({ coverId: await make() })));
  return (
    <section aria-label={t`Cover`} className="flex flex-col gap-3">
      <div className="hero h-32 overflow-hidden rounded-2xl">
        {coverId === null ? null : (
          <img src={`/media/${coverId}`} alt="" className="size-full object-cover" />
        )}
      </div>
      <FormError>{task.failure?.text}</FormError>
      <div className="flex flex-wrap gap-2">
        <Button tone="soft" busy={task.busy} onClick={() => input.current?.click()}>
          <Trans>Choose a cover</Trans>
        </Button>
        {coverId === null ? null : (
          <Button tone="plain" disabled={task.busy} onClick={() => change(async () => null)}>
            <Trans>No cover</Trans>
          </Button>
        )}
      </div>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        tabIndex={-1}
        aria-label={t`Choose a cover`}
        data-attach="cover"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = '';
          if (file !== undefined) change(() => upload(file));
        }}
      />
    </section>
  );
}
