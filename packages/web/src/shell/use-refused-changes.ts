import { i18n, type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { actKey, refusedActs, type Act, type State } from '@plaza/client';
import { useEffect } from 'react';
import { explain } from '../i18n/refusals.ts';
import { useClient, useClientState } from '../state/use-client.ts';
import { showToast } from '../ui/toasts.ts';

const sentences: Record<Act['deed']['type'], MessageDescriptor> = {
  recall: msg`A message could not be taken back.`,
  edit: msg`A message could not be changed.`,
  react: msg`A reaction was not taken.`,
  vote: msg`A vote was not taken.`,
};

const actsOf = (state: State) => state.acts;

/** Says what of the changes that were made without a connection was refused later, once each. */
export function useRefusedChanges(): void {
  const { commands, getState } = useClient();
  const acts = useClientState('list', actsOf);
  useEffect(() => {
    for (const act of refusedActs(getState())) {
      const why = explain({ error: act.failure ?? 'internal' });
      showToast(`${i18n._(sentences[act.deed.type])} ${why}`, { tone: 'danger' });
      void commands.dismissAct(actKey(act));
    }
  }, [acts, commands, getState]);
}
