import { useEffect, useState } from 'react';
import { api } from '../../state/index.ts';

/** `unknown`: the city of this page cannot be asked now. */
export type KeyMatch = 'same' | 'earlier' | 'other' | 'unknown';

/** Whether a key is one with which the city of this page signs. */
export function useCityKey(key: string | null): KeyMatch {
  const [match, setMatch] = useState<KeyMatch>('unknown');
  useEffect(() => {
    if (key === null) return undefined;
    const abort = new AbortController();
    api.proofs.getKey({}, { signal: abort.signal }).then(
      ({ key: own, earlier }) =>
        setMatch(key === own ? 'same' : earlier.includes(key) ? 'earlier' : 'other'),
      () => undefined,
    );
    return () => {
      abort.abort();
      setMatch('unknown');
    };
  }, [key]);
  return match;
}
