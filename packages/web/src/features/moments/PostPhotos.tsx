import { useLingui } from '@lingui/react/macro';
import type { Moment, MomentAttachment } from '@plaza/contract';
import { Link2, Play } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { classNames } from '../../ui/index.ts';
import { formatClock, Picture } from '../chat/pieces/index.ts';
import { aloneBox, columnsOf } from './grid.ts';
import { photoQuery } from './viewing.ts';

/** Wide enough for any cell: it shrinks to the cell's width. */
const cell = { width: 400, height: 400 };
const columns = { 1: '', 2: 'grid-cols-2 max-w-64', 3: 'grid-cols-3 max-w-96' };

type Of<T extends MomentAttachment['type']> = Extract<MomentAttachment, { type: T }>;

function Photos({ post, shown }: { post: Moment; shown: Of<'photos'> }) {
  const { t } = useLingui();
  const [path] = useLocation();
  const { photos } = shown;
  const total = photos.length;
  const inRow = columnsOf(total);
  return (
    <div className={classNames(inRow === 1 ? 'w-fit max-w-full' : 'grid gap-1', columns[inRow])}>
      {photos.map((photo, index) => {
        const { fileId, thumbId, placeholder } = photo;
        const at = index + 1;
        const label = total === 1 ? t`Open the photo` : t`Open photo ${at} of ${total}`;
        return (
          <Link
            key={fileId}
            to={path + photoQuery(post, index)}
            aria-label={label}
            draggable={false}
            className="ring-inside block min-w-0 overflow-hidden rounded-lg"
          >
            <Picture
              // A single one is shown large: its small one would be coarse.
              src={`/media/${inRow === 1 ? fileId : (thumbId ?? fileId)}`}
              alt={t`Photo`}
              box={inRow === 1 ? aloneBox(photo) : cell}
              placeholder={placeholder}
            />
          </Link>
        );
      })}
    </div>
  );
}

function Video({ post, shown }: { post: Moment; shown: Of<'video'> }) {
  const { t } = useLingui();
  const [path] = useLocation();
  const clock = formatClock(shown.durationMs);
  return (
    <Link
      to={path + photoQuery(post, 0)}
      aria-label={`${t`Play the video`} ${clock}`}
      draggable={false}
      className="ring-inside relative block w-fit max-w-full overflow-hidden rounded-lg"
    >
      <Picture
        src={shown.posterId === null ? null : `/media/${shown.posterId}`}
        alt={t`Video`}
        box={aloneBox(shown)}
        placeholder={shown.placeholder}
      />
      <span
        aria-hidden="true"
        className="absolute inset-0 m-auto grid size-[52px] place-items-center rounded-full bg-black/55 text-white"
      >
        <Play className="ms-0.5 size-6 fill-current" />
      </span>
      <span className="absolute start-2 bottom-2 rounded-full bg-black/60 px-2 py-1 text-2xs leading-none text-white tabular-nums">
        {clock}
      </span>
    </Link>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

/** A link to something elsewhere: its title is what the author called it. */
function LinkTo({ shown }: { shown: Of<'link'> }) {
  return (
    <a
      href={shown.url}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className="edge flex min-h-16 max-w-96 items-center gap-3 rounded-xl bg-field p-2.5 hover:bg-hover"
    >
      <span
        aria-hidden="true"
        className="grid size-11 shrink-0 place-items-center rounded-lg bg-soft text-accent-text"
      >
        <Link2 className="size-5" />
      </span>
      <span className="flex min-w-0 flex-col">
        <span dir="auto" className="line-clamp-2 font-medium">
          {shown.title}
        </span>
        <span dir="ltr" className="truncate text-sm text-muted">
          {hostOf(shown.url)}
        </span>
      </span>
    </a>
  );
}

/** What a post shows besides its words; the room for it is there before it is. */
export function PostPhotos({ post }: { post: Moment }) {
  const { attachment } = post;
  if (attachment === null) return null;
  switch (attachment.type) {
    case 'photos':
      return <Photos post={post} shown={attachment} />;
    case 'video':
      return <Video post={post} shown={attachment} />;
    case 'link':
      return <LinkTo shown={attachment} />;
  }
}
