import { useCallback, useEffect, useState } from 'react';
import { api, http } from '../../state/calls.ts';
import { arrival } from '../../state/device.ts';
import { enter } from '../../state/session.ts';
import { asFailure } from '../../state/use-task.ts';

export type QrSignIn =
  | { state: 'starting' }
  | { state: 'waiting' | 'scanned'; qrText: string }
  | { state: 'declined' | 'expired' }
  | { state: 'failed'; text: string };

const pauseAfterFailureMs = 2_000;
const pause = () => new Promise((resolve) => setTimeout(resolve, pauseAfterFailureMs));

/** Asks for a code and follows it until a phone answered or its two minutes are over. */
async function follow(tell: (now: QrSignIn) => void, signal: AbortSignal): Promise<void> {
  const { device, delivery } = arrival();
  const { ticket, secret, qrText } = await api.identity.beginQrSignIn({ device }, { signal });
  tell({ state: 'waiting', qrText });
  while (!signal.aborted) {
    const answer = await http.call(
      'identity.pollQrSignIn',
      { ticket, secret, delivery },
      { signal },
    );
    if (signal.aborted) return;
    if (!answer.ok) {
      if (answer.error === 'ticket_unknown') return tell({ state: 'expired' });
      if (answer.error !== 'offline' && answer.error !== 'unavailable') {
        return tell({ state: 'failed', text: asFailure(answer).text });
      }
      await pause();
      continue;
    }
    const { state, signedIn } = answer.output;
    if (state === 'confirmed' && signedIn !== undefined) return enter(signedIn.me);
    if (state === 'declined' || state === 'expired') return tell({ state });
    tell({ state: state === 'scanned' ? 'scanned' : 'waiting', qrText });
  }
}

export function useQrSignIn(): { now: QrSignIn; again(): void } {
  const [now, setNow] = useState<QrSignIn>({ state: 'starting' });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    setNow({ state: 'starting' });
    follow(setNow, abort.signal).catch((thrown: unknown) => {
      if (!abort.signal.aborted) setNow({ state: 'failed', text: asFailure(thrown).text });
    });
    return () => abort.abort();
  }, [round]);
  const again = useCallback(() => setRound((before) => before + 1), []);
  return { now, again };
}
