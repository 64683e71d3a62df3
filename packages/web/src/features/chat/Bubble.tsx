import { Trans, useLingui } from '@lingui/react/macro';
import { Check, CircleAlert, Clock } from 'lucide-react';
import { formatTime } from '../../i18n/format.ts';
import { classNames } from '../../ui/index.ts';
import { RichText } from './RichText.tsx';
import type { MessageRow } from './rows.ts';
import { isEmojiOnly } from './text.ts';

/** How far an own message has come. */
function StateIcon({ row }: { row: MessageRow }) {
  const { t } = useLingui();
  const { send } = row;
  if (send?.state === 'failed') {
    return <CircleAlert role="img" aria-label={t`Not sent`} className="size-3.5 text-danger" />;
  }
  if (send !== null && send.state !== 'sent') {
    return <Clock role="img" aria-label={t`Sending`} className="size-3.5" />;
  }
  return <Check role="img" aria-label={t`Sent`} className="size-3.5" />;
}

function Meta({ row }: { row: MessageRow }) {
  return (
    <span
      className={classNames(
        'float-end ms-3 mt-1.5 flex translate-y-0.5 items-center gap-1',
        'text-2xs leading-none text-muted tabular-nums select-none',
      )}
    >
      <time dateTime={row.at}>{formatTime(row.at)}</time>
      {row.isOwn ? <StateIcon row={row} /> : null}
    </span>
  );
}

/** The corners where bubbles of one person meet are small; the last one points at its side. */
function corners({ isOwn, isFirst }: MessageRow): string {
  if (isOwn) {
    return classNames('rounded-2xl rounded-ee-sm', !isFirst && 'rounded-se-sm');
  }
  return classNames('rounded-2xl rounded-es-sm', !isFirst && 'rounded-ss-sm');
}

/** What somebody said. */
export function Bubble({ row, name }: { row: MessageRow; name: string | null }) {
  const { text, isOwn } = row;
  const shownName =
    name === null ? null : (
      <p dir="auto" className="mb-0.5 text-sm font-semibold text-accent-text">
        {name}
      </p>
    );
  if (text !== null && isEmojiOnly(text)) {
    return (
      <div className="px-1 pb-1">
        {shownName}
        <p className="text-5xl leading-tight">{text}</p>
        <div className={classNames('flow-root', !isOwn && '[&>span]:float-start [&>span]:ms-0')}>
          <Meta row={row} />
        </div>
      </div>
    );
  }
  return (
    <div
      className={classNames(
        'edge px-3.5 py-2 shadow-[0_1px_1px_rgb(0_0_0/0.05)]',
        isOwn ? 'bg-bubble-own' : 'bg-bubble-other',
        corners(row),
      )}
    >
      {shownName}
      <div dir="auto" className="flow-root whitespace-pre-wrap select-text">
        {text === null ? (
          <em className="text-muted">
            <Trans>Message of a deleted account</Trans>
          </em>
        ) : (
          <RichText text={text} />
        )}
        <Meta row={row} />
      </div>
    </div>
  );
}
