import { useEffect } from 'react';

type Lock = { release(): Promise<void> };
type Wakeful = { wakeLock?: { request(type: 'screen'): Promise<Lock> } };

/**
 * Keeps the screen on while a code is shown. Pages cannot make it brighter: a code stands on white,
 * and the screen must not dim.
 */
export function useBrightScreen(): void {
  useEffect(() => {
    let lock: Lock | null = null;
    let isHere = true;
    const { wakeLock } = navigator as Wakeful;
    async function keepOn(): Promise<void> {
      if (document.visibilityState !== 'visible') return;
      // A device that saves its battery says no.
      const taken = (await wakeLock?.request('screen').catch(() => null)) ?? null;
      if (isHere) lock = taken;
      else await taken?.release();
    }
    const again = () => void keepOn();
    again();
    document.addEventListener('visibilitychange', again);
    return () => {
      isHere = false;
      document.removeEventListener('visibilitychange', again);
      void lock?.release();
    };
  }, []);
}
