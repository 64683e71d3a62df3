import { useLingui } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import { useCallback } from 'react';
import { api, useAnswer, useMe } from '../../state/index.ts';
import { Cover } from './Cover.tsx';

/** My own cover above the feed; my face leads to what I posted. */
export function FeedHead({ state }: { state: State }) {
  const { t } = useLingui();
  const me = useMe();
  const { data } = useAnswer(
    useCallback((signal: AbortSignal) => api.moments.getSettings({}, { signal }), []),
  );
  const card = state.people.get(me.personId) ?? me;
  return (
    <Cover
      person={card}
      name={card.displayName}
      coverId={data?.coverId ?? null}
      to={`/discover/moments/of/${me.personId}`}
      label={t`My posts`}
    />
  );
}
