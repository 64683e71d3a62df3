import { Trans } from '@lingui/react/macro';
import { Images } from 'lucide-react';
import { ButtonLink, EmptyState } from '../../ui/index.ts';
import { PostSkeletons } from './PostSkeletons.tsx';

type FeedEndProps = { isEmpty: boolean; isAsking: boolean; hasMore: boolean; isKnown: boolean };

/** What stands below the last post. */
export function FeedEnd({ isEmpty, isAsking, hasMore, isKnown }: FeedEndProps) {
  if (isEmpty && (isAsking || !isKnown)) return <PostSkeletons count={3} />;
  if (isEmpty) {
    return (
      <EmptyState
        icon={Images}
        title={<Trans>Nothing here yet</Trans>}
        action={
          <ButtonLink to="/discover/moments/new">
            <Trans>Write a post</Trans>
          </ButtonLink>
        }
      >
        <Trans>What you and your friends post stands here, by time and nothing else.</Trans>
      </EmptyState>
    );
  }
  if (hasMore) return <PostSkeletons count={1} />;
  if (!isKnown) return <div className="h-8" />;
  return (
    <p className="py-8 text-center text-sm text-muted">
      <Trans>That was everything.</Trans>
    </p>
  );
}
