import { Trans } from '@lingui/react/macro';
import { Button, FormError, SkeletonRows } from '../../ui/index.ts';
import type { Pages } from '../../state/use-pages.ts';

/** The end of a paged list: what went wrong, or a button for more. */
export function More({ pages }: { pages: Pages<unknown> }) {
  const { items, failure, hasMore, busy, loadMore } = pages;
  if (failure !== null) return <FormError>{failure.text}</FormError>;
  if (items === null) return <SkeletonRows />;
  if (!hasMore) return null;
  return (
    <Button tone="soft" busy={busy} onClick={loadMore}>
      <Trans>Show more</Trans>
    </Button>
  );
}
