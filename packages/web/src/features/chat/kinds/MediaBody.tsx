import { useLingui } from '@lingui/react/macro';
import { Play, RotateCcw, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useClient } from '../../../state/index.ts';
import { classNames } from '../../../ui/index.ts';
import { RichText } from '../RichText.tsx';
import type { MessageRow } from '../rows.ts';
import { boxOf } from './boxes.ts';
import { formatClock } from './clock.ts';
import { useThreadPlace } from './context.ts';
import { Frame } from './Frame.tsx';
import { mediaUrl } from './local-media.ts';
import { Meta } from './Meta.tsx';
import { Picture } from './Picture.tsx';
import { Progress, progressOf } from './Progress.tsx';
import type { SaidOf } from './said.ts';

type Media = SaidOf<'photo'> | SaidOf<'video'>;

/** Words below a small picture are not squeezed to its width. */
const leastCaptionPx = 200;

/** What is shown in the thread: the small picture, else the whole one when it is small enough. */
function thumbUrl(row: MessageRow, said: Media): string | null {
  const { clientId } = row;
  if (said.type === 'video') return mediaUrl(clientId, 'posterId', said.posterId);
  const small = mediaUrl(clientId, 'thumbId', said.thumbId);
  return small ?? (said.thumbId === null ? mediaUrl(clientId, 'fileId', said.fileId) : null);
}

/** The button over a picture that is on its way, or could not be sent. */
function Sending({ row }: { row: MessageRow }) {
  const { t } = useLingui();
  const { commands } = useClient();
  const { send } = row;
  if (send === null || send.state === 'sent') return null;
  const hasFailed = send.state === 'failed';
  const run = hasFailed ? commands.retry : commands.discard;
  return (
    <span className="absolute inset-0 grid place-items-center bg-black/25">
      <button
        type="button"
        aria-label={hasFailed ? t`Try again` : t`Cancel sending`}
        onClick={() => void run(send.clientId)}
        className="edge relative grid size-[56px] place-items-center rounded-full bg-black/60 text-white"
      >
        {hasFailed ? (
          <RotateCcw aria-hidden="true" className="size-6" />
        ) : (
          <>
            <Progress part={progressOf(send)} />
            <X aria-hidden="true" className="size-5" />
          </>
        )}
      </button>
    </span>
  );
}

function PlaySign({ durationMs }: { durationMs: number }) {
  return (
    <>
      <span
        aria-hidden="true"
        className="absolute inset-0 m-auto grid size-[52px] place-items-center rounded-full bg-black/55 text-white"
      >
        <Play className="ms-0.5 size-6 fill-current" />
      </span>
      <span className="absolute start-2 bottom-2 rounded-full bg-black/60 px-2 py-1 text-2xs leading-none text-white tabular-nums">
        {formatClock(durationMs)}
      </span>
    </>
  );
}

type OpenerProps = { row: MessageRow; label: string; children: ReactNode };

/** Leads to the viewer, once the message is in the log. */
function Opener({ row, label, children }: OpenerProps) {
  const { viewPath } = useThreadPlace();
  const path = viewPath(row);
  if (path === null) return <span className="block">{children}</span>;
  return (
    <Link
      to={path}
      aria-label={label}
      draggable={false}
      className="ring-inside block select-none [-webkit-touch-callout:none]"
    >
      {children}
    </Link>
  );
}

type MediaBodyProps = { row: MessageRow; name: string | null; said: Media };

/** A photo or a video: its place is there before it is; pressing it opens the viewer. */
export function MediaBody({ row, name, said }: MediaBodyProps) {
  const { t } = useLingui();
  const isVideo = said.type === 'video';
  const label = isVideo
    ? `${t`Play the video`} ${formatClock(said.durationMs)}`
    : t`Open the photo`;
  const alt = said.caption === '' ? (isVideo ? t`Video` : t`Photo`) : said.caption;
  const hasCaption = said.caption !== '';
  return (
    <Frame row={row} name={name} bare className="w-fit max-w-full">
      <span className="relative block">
        <Opener row={row} label={label}>
          <Picture
            src={thumbUrl(row, said)}
            alt={alt}
            box={boxOf(said)}
            placeholder={said.placeholder}
          />
          {isVideo ? <PlaySign durationMs={said.durationMs} /> : null}
        </Opener>
        <Sending row={row} />
        {hasCaption ? null : <Meta row={row} place="over" />}
      </span>
      {hasCaption ? (
        <div
          dir="auto"
          style={{ maxWidth: Math.max(boxOf(said).width, leastCaptionPx) }}
          className={classNames('flow-root px-3.5 py-2 whitespace-pre-wrap select-text')}
        >
          <RichText text={said.caption} />
          <Meta row={row} />
        </div>
      ) : null}
    </Frame>
  );
}
