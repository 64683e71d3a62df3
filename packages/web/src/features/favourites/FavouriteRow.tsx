import { Trans, useLingui } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import type { Favourite } from '@plaza/contract';
import { Bookmark, MessageSquareQuote, StickyNote } from 'lucide-react';
import { formatMoment } from '../../i18n/format.ts';
import { personName, wordsOfMessage } from '../chat/index.ts';

type FavouriteRowProps = { favourite: Favourite; state: State; onOpen(): void };

/** Something kept, in a few lines. */
export function FavouriteRow({ favourite, state, onOpen }: FavouriteRowProps) {
  const { t } = useLingui();
  const { kind, note, message, source, tags, createdAt } = favourite;
  const Icon = kind === 'note' ? StickyNote : message === null ? Bookmark : MessageSquareQuote;
  const words = kind === 'note' ? note : message === null ? null : wordsOfMessage(message);
  return (
    <li>
      <button
        type="button"
        onClick={onOpen}
        className="ring-inside flex w-full items-start gap-3 px-4 py-3 text-start hover:bg-hover"
      >
        <Icon aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-accent-text" />
        <span className="flex min-w-0 flex-1 flex-col gap-1">
          <span dir="auto" className="line-clamp-4 whitespace-pre-wrap">
            {words ?? (
              <em className="text-muted">
                <Trans>The message is no longer there.</Trans>
              </em>
            )}
          </span>
          <span className="flex flex-wrap gap-x-2 text-sm text-muted">
            {source === null ? null : <bdi>{personName(state, source.senderId)}</bdi>}
            <time dateTime={createdAt}>{formatMoment(createdAt)}</time>
            {tags.map((tag) => (
              <bdi key={tag} className="rounded-full bg-soft px-2 text-accent-text">
                <span className="sr-only">{t`Tag`} </span>
                {tag}
              </bdi>
            ))}
          </span>
        </span>
      </button>
    </li>
  );
}
