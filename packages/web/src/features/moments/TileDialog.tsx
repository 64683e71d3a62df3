import { Trans, useLingui } from '@lingui/react/macro';
import { ArrowLeft, ArrowRight } from 'lucide-react';
import { Button, Dialog } from '../../ui/index.ts';
import { usePreview } from './previews.ts';
import type { Compose } from './use-compose.ts';

type TileDialogProps = { compose: Compose; blobKey: string; onClose(): void };

/** A chosen photo as it will be: put forward or back in the order, or left out. */
export function TileDialog({ compose, blobKey, onClose }: TileDialogProps) {
  const { t } = useLingui();
  const { draft, move, remove } = compose;
  const at = draft.media.findIndex(({ whole }) => whole.blobKey === blobKey);
  const src = usePreview(blobKey);
  const one = draft.media[at];
  if (one === undefined) return null;
  const number = at + 1;
  const total = draft.media.length;
  const isVideo = one.kind === 'video';
  return (
    <Dialog
      open
      onClose={onClose}
      title={isVideo ? t`Video` : t`Photo ${number} of ${total}`}
      actions={
        <>
          <Button
            tone="danger"
            onClick={() => {
              remove(at);
              onClose();
            }}
          >
            <Trans>Leave out</Trans>
          </Button>
          <Button onClick={onClose}>
            <Trans>Done</Trans>
          </Button>
        </>
      }
    >
      {src === null ? null : isVideo ? (
        // Nobody wrote subtitles for what a person filmed.
        // eslint-disable-next-line jsx-a11y/media-has-caption -- see above
        <video src={src} controls playsInline className="max-h-[50dvh] w-full rounded-2xl" />
      ) : (
        <img
          src={src}
          alt={t`Photo ${number} of ${total}`}
          className="max-h-[50dvh] w-full rounded-2xl bg-field object-contain"
        />
      )}
      {total < 2 ? null : (
        <div className="flex flex-wrap justify-center gap-2">
          <Button
            tone="soft"
            disabled={at === 0}
            icon={<ArrowLeft aria-hidden="true" className="size-5 rtl:-scale-x-100" />}
            onClick={() => move(at, at - 1)}
          >
            <Trans>Move forward</Trans>
          </Button>
          <Button
            tone="soft"
            disabled={number === total}
            icon={<ArrowRight aria-hidden="true" className="size-5 rtl:-scale-x-100" />}
            onClick={() => move(at, at + 1)}
          >
            <Trans>Move back</Trans>
          </Button>
        </div>
      )}
    </Dialog>
  );
}
