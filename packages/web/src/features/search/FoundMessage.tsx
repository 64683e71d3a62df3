import type { State } from '@plaza/client';
import type { SearchHit } from '@plaza/contract';
import { Link } from 'wouter';
import { formatMoment } from '../../i18n/format.ts';
import { ConversationAvatar, jumpTo, personName, previewWords, titleOf } from '../chat/index.ts';
import { snippetOf } from './snippet.ts';

type FoundMessageProps = {
  hit: SearchHit;
  query: string;
  state: State;
  /** Inside of one conversation who says it matters more than where. */
  isInside: boolean;
};

/** A message that was found; it leads to its place in the conversation. */
export function FoundMessage({ hit, query, state, isInside }: FoundMessageProps) {
  const { conversationId, entry } = hit;
  const conversation = state.conversations.get(conversationId)?.conversation;
  const by = personName(state, entry.senderId);
  const title = conversation === undefined ? by : titleOf(state, conversation);
  const pieces = snippetOf(previewWords(state, entry), query);
  return (
    <li>
      <Link
        to={`/chats/${conversationId}`}
        onClick={() => jumpTo(conversationId, entry.seq)}
        className="ring-inside flex min-h-16 w-full items-center gap-3 px-4 py-2.5 hover:bg-hover"
      >
        {isInside || conversation === undefined ? null : (
          <ConversationAvatar conversation={conversation} title={title} />
        )}
        <span className="flex min-w-0 flex-1 flex-col gap-0.5">
          <span className="flex items-baseline gap-2">
            <span dir="auto" className="min-w-0 flex-1 truncate font-semibold">
              {isInside ? by : title}
            </span>
            <time dateTime={entry.at} className="shrink-0 text-xs text-muted tabular-nums">
              {formatMoment(entry.at)}
            </time>
          </span>
          <span dir="auto" className="line-clamp-2 text-sm text-muted">
            {!isInside && conversation?.kind === 'group' ? <bdi>{by}: </bdi> : null}
            {pieces.map((piece, index) =>
              piece.isHit ? (
                // eslint-disable-next-line react/no-array-index-key -- pieces have no other name
                <mark key={index} className="bg-transparent font-semibold text-accent-text">
                  {piece.text}
                </mark>
              ) : (
                piece.text
              ),
            )}
          </span>
        </span>
      </Link>
    </li>
  );
}
