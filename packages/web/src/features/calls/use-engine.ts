import { useCallback } from 'react';
import { useClient } from '../../state/index.ts';
import type { Engine } from './engine/engine.ts';
import { engineOf } from './use-calls.ts';

/** Does something with the call of this page. */
export function useEngine(): (run: (engine: Engine) => unknown) => void {
  const client = useClient();
  return useCallback(
    (run) => {
      void engineOf(client)
        .then(run)
        .catch(() => undefined);
    },
    [client],
  );
}
