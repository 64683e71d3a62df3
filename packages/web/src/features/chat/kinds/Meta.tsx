import { Trans, useLingui } from '@lingui/react/macro';
import { Check, CircleAlert, Clock, Timer } from 'lucide-react';
import { formatDateTime, formatTime } from '../../../i18n/format.ts';
import { classNames } from '../../../ui/index.ts';
import type { MessageRow } from '../rows.ts';

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

type MetaProps = {
  row: MessageRow;
  /** `float` beside the last line of text, `line` below, `over` a picture. */
  place?: 'float' | 'line' | 'over';
};

const places = {
  float: 'float-end ms-3 mt-1.5 translate-y-0.5 text-muted',
  line: 'justify-end pt-1 text-muted',
  over: 'absolute end-2 bottom-2 rounded-full bg-black/60 px-2 py-1 text-white',
};

/** When it was said, and what became of it: edited, disappearing, on its way. */
export function Meta({ row, place = 'float' }: MetaProps) {
  const { t } = useLingui();
  const { entry } = row;
  const until = entry?.expiresAt;
  const time = until === undefined ? '' : formatDateTime(until);
  return (
    <span
      className={classNames(
        'flex items-center gap-1 text-2xs leading-none tabular-nums select-none',
        places[place],
      )}
    >
      {until === undefined ? null : (
        <Timer role="img" aria-label={t`Disappears at ${time}`} className="size-3.5" />
      )}
      {entry?.editedAt === undefined ? null : (
        <span>
          <Trans>edited</Trans>
        </span>
      )}
      <time dateTime={row.at}>{formatTime(row.at)}</time>
      {row.isOwn ? <StateIcon row={row} /> : null}
    </span>
  );
}
