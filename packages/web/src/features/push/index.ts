import type { Client } from '@plaza/client';
import { part, whenIdle } from '../../ui/part.tsx';

export { callsWhileOpen } from './mode.ts';
/** What of notifications is set on this device alone. */
export const DeviceNotices = part(() => import('./DeviceNotices.tsx'));

/** Lets the app do its part of push, once nobody waits for anything. */
export function followPush(client: Client): () => void {
  let stop: (() => void) | null = null;
  let isOver = false;
  whenIdle(() => {
    void import('./follow.ts').then(
      ({ follow }) => {
        if (!isOver) stop = follow(client);
      },
      () => undefined,
    );
  });
  return () => {
    isOver = true;
    stop?.();
  };
}
