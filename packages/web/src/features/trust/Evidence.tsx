import { Trans } from '@lingui/react/macro';
import type { Entry, ShownMessage } from '@plaza/contract';
import { formatTime } from '../../i18n/format.ts';

/** The words of a message of any kind, for reading only. */
function wordsOf(message: ShownMessage): string {
  if ('text' in message) return message.text;
  if ('caption' in message && message.caption !== '') return message.caption;
  if ('question' in message) return message.question;
  if ('name' in message) return message.name ?? '';
  if ('alt' in message) return message.alt;
  return '';
}

function Pictures({ message }: { message: ShownMessage }) {
  if (message.type !== 'photo' && message.type !== 'sticker') return null;
  const { fileId } = message;
  return (
    <img
      src={`/media/${fileId}`}
      alt=""
      loading="lazy"
      className="mt-1 max-h-60 max-w-full rounded-lg object-contain"
    />
  );
}

/** One line of what was said when it was reported. */
export function Evidence({ entry, isAccused }: { entry: Entry; isAccused: boolean }) {
  const { body, at } = entry;
  return (
    <div className="text-sm">
      <span className="me-2 text-xs tabular-nums">
        {formatTime(at)} {isAccused ? <Trans>Accused</Trans> : <Trans>Somebody else</Trans>}
      </span>
      {body.type === 'message' ? (
        <>
          <span dir="auto" className="whitespace-pre-wrap">
            {wordsOf(body.message) || `[${body.message.type}]`}
          </span>
          <Pictures message={body.message} />
        </>
      ) : (
        <span>[{body.type}]</span>
      )}
    </div>
  );
}
