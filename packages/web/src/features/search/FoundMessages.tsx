import { Trans, useLingui } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import { Button, FormError, SkeletonRows, VisuallyHidden } from '../../ui/index.ts';
import { FoundMessage } from './FoundMessage.tsx';
import { useMessageSearch, type Asked } from './use-message-search.ts';

type FoundMessagesProps = { asked: Asked; state: State; isInside?: boolean };

/** Messages that were found on the server, newest first. */
export function FoundMessages({ asked, state, isInside = false }: FoundMessagesProps) {
  const { t } = useLingui();
  const { items: hits, failure, hasMore, busy, loadMore } = useMessageSearch(asked);
  if (failure !== null) {
    return (
      <div className="px-4 py-3">
        <FormError>{failure.text}</FormError>
      </div>
    );
  }
  if (hits === null) return <SkeletonRows count={3} />;
  return (
    <>
      <VisuallyHidden>
        <span role="status">{busy ? t`Searching` : t`${hits.length} messages found`}</span>
      </VisuallyHidden>
      {hits.length === 0 && !hasMore ? (
        <p className="px-4 py-4 text-center text-sm text-muted">
          <Trans>No message was found.</Trans>
        </p>
      ) : (
        <ul aria-label={t`Messages`}>
          {hits.map((hit) => (
            <FoundMessage
              key={`${hit.conversationId} ${hit.entry.seq}`}
              hit={hit}
              query={asked.query}
              state={state}
              isInside={isInside}
            />
          ))}
        </ul>
      )}
      {hasMore ? (
        <div className="px-4 py-3">
          <Button tone="soft" wide busy={busy} onClick={loadMore}>
            <Trans>Show more</Trans>
          </Button>
        </div>
      ) : null}
    </>
  );
}
