import { useEffect, useState } from 'react';
import { http } from '../../state/calls.ts';
import { isHandle } from './handle.ts';

export type HandleCheck = 'none' | 'malformed' | 'checking' | 'free' | 'taken' | 'unknown';

const typingPauseMs = 350;

/** Follows what is typed and says whether that handle can be had. `own` is always free. */
export function useHandleCheck(handle: string, own?: string): HandleCheck {
  const [known, setKnown] = useState<{ handle: string; check: HandleCheck } | null>(null);
  const isAsked = isHandle(handle) && handle !== own;
  useEffect(() => {
    if (!isAsked) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      void http
        .call('identity.checkHandle', { handle }, { signal: abort.signal })
        .then((answer) => {
          if (abort.signal.aborted) return;
          const check = answer.ok ? (answer.output.free ? 'free' : 'taken') : 'unknown';
          setKnown({ handle, check });
        });
    }, typingPauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [handle, isAsked]);
  if (handle === '' || handle === own) return 'none';
  if (!isAsked) return 'malformed';
  return known?.handle === handle ? known.check : 'checking';
}
