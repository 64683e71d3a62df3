import { Trans, useLingui } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import { useState } from 'react';
import { FoundMessages } from './FoundMessages.tsx';
import FoundGroups from './FoundGroups.tsx';
import { KindChips } from './KindChips.tsx';
import { withKind, type KindChoice } from './kinds.ts';

export type EverywhereProps = {
  query: string;
  state: State;
  /** Conversations that were found by their names already. */
  known: ReadonlySet<string>;
};

/** What was said anywhere, below what was found by name. */
export default function Everywhere({ query, state, known }: EverywhereProps) {
  const { t } = useLingui();
  const [kind, setKind] = useState<KindChoice>('all');
  const wanted = query.trim();
  return (
    <>
      <FoundGroups query={wanted} state={state} known={known} />
      <section aria-label={t`Messages`}>
        <h2 className="px-4 pt-4 pb-1 text-sm font-semibold text-muted">
          <Trans>Messages</Trans>
        </h2>
        <KindChips value={kind} onChange={setKind} />
        <FoundMessages asked={withKind({ query: wanted }, kind)} state={state} />
      </section>
    </>
  );
}
