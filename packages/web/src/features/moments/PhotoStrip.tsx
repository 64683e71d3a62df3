import { useLingui } from '@lingui/react/macro';
import type { PostMedia } from '@plaza/client';
import { Camera, ImagePlus, Play, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { classNames, Spinner } from '../../ui/index.ts';
import { maxPhotos } from './limits.ts';
import { usePreview } from './previews.ts';
import { TileDialog } from './TileDialog.tsx';
import type { Compose } from './use-compose.ts';

type TileProps = {
  media: PostMedia;
  at: number;
  total: number;
  onOpen(): void;
  onRemove(): void;
  onDrag(at: number | null): void;
  onDrop(): void;
};

/** A chosen photo: taken out at its corner, dragged elsewhere, or opened to do either. */
function Tile({ media, at, total, onOpen, onRemove, onDrag, onDrop }: TileProps) {
  const { t } = useLingui();
  const src = usePreview((media.small ?? media.whole).blobKey);
  const number = at + 1;
  const isVideo = media.kind === 'video';
  return (
    <li
      draggable={total > 1}
      onDragStart={() => onDrag(at)}
      onDragEnd={() => onDrag(null)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        onDrop();
      }}
      className="edge relative aspect-square overflow-hidden rounded-xl bg-field"
    >
      <button
        type="button"
        aria-label={isVideo ? t`The video` : t`Photo ${number} of ${total}`}
        onClick={onOpen}
        className="ring-inside block size-full"
      >
        {src === null ? null : (
          <img src={src} alt="" draggable={false} className="size-full object-cover" />
        )}
        {isVideo ? (
          <Play
            aria-hidden="true"
            className="absolute inset-0 m-auto size-9 fill-white text-white drop-shadow"
          />
        ) : null}
      </button>
      <button
        type="button"
        aria-label={isVideo ? t`Leave out the video` : t`Leave out photo ${number}`}
        onClick={onRemove}
        className="absolute end-0 top-0 grid size-10 place-items-center"
      >
        <span className="grid size-7 place-items-center rounded-full bg-black/60 text-white">
          <X aria-hidden="true" className="size-4" />
        </span>
      </button>
    </li>
  );
}

type PickProps = { label: string; name: string; isCamera?: boolean; onPick(files: File[]): void };

function Pick({ label, name, isCamera = false, onPick }: PickProps) {
  const input = useRef<HTMLInputElement>(null);
  const Icon = isCamera ? Camera : ImagePlus;
  return (
    <li>
      <button
        type="button"
        onClick={() => input.current?.click()}
        className={classNames(
          'edge flex aspect-square w-full flex-col items-center justify-center gap-1',
          'rounded-xl bg-field p-1 text-center text-sm text-muted hover:bg-hover',
        )}
      >
        <Icon aria-hidden="true" className="size-7" />
        {label}
      </button>
      <input
        ref={input}
        type="file"
        accept="image/*,video/*"
        multiple={!isCamera}
        capture={isCamera ? 'environment' : undefined}
        hidden
        tabIndex={-1}
        aria-label={label}
        data-attach={name}
        onChange={(event) => {
          // Read before the input is emptied, which empties its list too.
          const chosen = [...(event.target.files ?? [])];
          event.target.value = '';
          onPick(chosen);
        }}
      />
    </li>
  );
}

/** The photos of a post in their order, or its video, and where more are chosen. */
export function PhotoStrip({ compose }: { compose: Compose }) {
  const { t } = useLingui();
  const { draft, busy, add, move, remove } = compose;
  const dragged = useRef<number | null>(null);
  const [opened, setOpened] = useState<string | null>(null);
  const { media } = draft;
  const isFull = media.length >= maxPhotos || media[0]?.kind === 'video';
  return (
    <>
      <ul aria-label={t`Photos`} className="grid grid-cols-3 gap-1.5">
        {media.map((one, at) => (
          <Tile
            key={one.whole.blobKey}
            media={one}
            at={at}
            total={media.length}
            onOpen={() => setOpened(one.whole.blobKey)}
            onRemove={() => remove(at)}
            onDrag={(from) => {
              dragged.current = from;
            }}
            onDrop={() => {
              if (dragged.current !== null) move(dragged.current, at);
            }}
          />
        ))}
        {busy ? (
          <li
            role="status"
            aria-label={t`Making photos ready`}
            className="grid aspect-square place-items-center rounded-xl bg-field text-muted"
          >
            <Spinner />
          </li>
        ) : null}
        {isFull ? null : (
          <>
            <Pick label={t`Photo or video`} name="photo" onPick={(files) => void add(files)} />
            <Pick label={t`Camera`} name="camera" isCamera onPick={(files) => void add(files)} />
          </>
        )}
      </ul>
      {opened === null ? null : (
        <TileDialog compose={compose} blobKey={opened} onClose={() => setOpened(null)} />
      )}
    </>
  );
}
