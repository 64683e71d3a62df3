import { Trans } from '@lingui/react/macro';
import type { Failure } from '../../state/use-task.ts';
import { Button } from '../../ui/index.ts';

export type AppealOfferProps = {
  /** Why signing in was refused. */
  failure: Failure | null;
  busy: boolean;
  /** Signs in once more, to appeal. */
  onAppeal(): void;
};

/** Offers a suspended person the way to the reasons; nothing while something else was refused. */
export default function AppealOffer({ failure, busy, onAppeal }: AppealOfferProps) {
  if (failure?.error !== 'suspended') return null;
  return (
    <Button tone="soft" wide busy={busy} onClick={onAppeal}>
      <Trans>Read why, and appeal</Trans>
    </Button>
  );
}
