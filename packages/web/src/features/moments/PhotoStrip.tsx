import { useLingui } from '@lingui/react/macro';
import type { PostMedia } from '@plaza/client';
import { ArrowLeft, ArrowRight, Camera, ImagePlus, Play, X } from 'lucide-react';
import { useRef } from 'react';
import { maxMomentPhotos } from '@plaza/contract';
import { classNames, Spinner } from '../../ui/index.ts';
import { usePreview } from './previews.ts';
import type { Compose } from './use-compose.ts';

type TileProps = {
  media: PostMedia;
  at: number;
  total: number;
  onMove(to: number): void;
  onRemove(): void;
  onDrag(at: number | null): void;
  onDrop(): void;
};

const corner = 'absolute grid size-8 place-items-center rounded-full bg-black/60 text-white';

/** A chosen photo: taken out, or put elsewhere by its arrows or by dragging. */
function Tile({ media, at, total, onMove, onRemove, onDrag, onDrop }: TileProps) {
  const { t } = useLingui();
  const src = usePreview((media.small ?? media.whole).blobKey);
  const number = at + 1;
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
      {src === null ? null : (
        <img
          src={src}
          alt={t`Photo ${number} of ${total}`}
          draggable={false}
          className="size-full object-cover"
        />
      )}
      {media.kind === 'video' ? (
        <Play
          aria-hidden="true"
          className="absolute inset-0 m-auto size-9 fill-white text-white drop-shadow"
        />
      ) : null}
      <button
        type="button"
        aria-label={media.kind === 'video' ? t`Leave out the video` : t`Leave out photo ${number}`}
        onClick={onRemove}
        className={classNames(corner, 'end-1 top-1')}
      >
        <X aria-hidden="true" className="size-4" />
      </button>
      {at === 0 ? null : (
        <button
          type="button"
          aria-label={t`Move photo ${number} forward`}
          onClick={() => onMove(at - 1)}
          className={classNames(corner, 'start-1 bottom-1')}
        >
          <ArrowLeft aria-hidden="true" className="size-4 rtl:-scale-x-100" />
        </button>
      )}
      {at === total - 1 ? null : (
        <button
          type="button"
          aria-label={t`Move photo ${number} back`}
          onClick={() => onMove(at + 1)}
          className={classNames(corner, 'end-1 bottom-1')}
        >
          <ArrowRight aria-hidden="true" className="size-4 rtl:-scale-x-100" />
        </button>
      )}
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
        className="edge flex aspect-square w-full flex-col items-center justify-center gap-1 rounded-xl bg-field p-1 text-center text-sm text-muted hover:bg-hover"
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
  const { media } = draft;
  const isFull = media.length >= maxMomentPhotos || media[0]?.kind === 'video';
  return (
    <ul aria-label={t`Photos`} className="grid grid-cols-3 gap-1.5">
      {media.map((one, at) => (
        <Tile
          key={one.whole.blobKey}
          media={one}
          at={at}
          total={media.length}
          onMove={(to) => move(at, to)}
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
  );
}
