import type { Client } from '@plaza/client';
import { setOffline } from './connection.ts';
import { countsOf, type Counts } from './counts.ts';
import { leave, updateMe } from './session.ts';

/** A passing cut of a second is not worth a banner. */
const tellAfterMs = 3_000;

function followStatus(client: Client): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  function look(): void {
    const { status } = client.getState();
    if (status === 'signed_out') void leave();
    clearTimeout(timer);
    if (status === 'live' || status === 'catching_up') setOffline(false);
    else timer = setTimeout(() => setOffline(true), navigator.onLine ? tellAfterMs : 0);
  }
  const stop = client.subscribe('status', look);
  look();
  return () => {
    stop();
    clearTimeout(timer);
    setOffline(false);
  };
}

function followMe(client: Client): () => void {
  return client.subscribe('me', () => {
    const { me } = client.getState();
    if (me !== null) updateMe(me);
  });
}

function followPage(client: Client): () => void {
  const wake = () => {
    if (document.visibilityState === 'visible') void client.commands.wake();
    else void client.commands.flush();
  };
  const flush = () => void client.commands.flush();
  window.addEventListener('online', wake);
  window.addEventListener('pagehide', flush);
  document.addEventListener('visibilitychange', wake);
  return () => {
    window.removeEventListener('online', wake);
    window.removeEventListener('pagehide', flush);
    document.removeEventListener('visibilitychange', wake);
  };
}

/** Connects a started client with the page: status, own record, counts, network, sleep. */
export function followClient(client: Client, onCounts: (counts: Counts) => void): () => void {
  let isDue = false;
  let isOver = false;
  const count = () => {
    isDue = false;
    if (!isOver) onCounts(countsOf(client.getState()));
  };
  // What arrives together is counted once.
  const countSoon = () => {
    if (!isDue) queueMicrotask(count);
    isDue = true;
  };
  count();
  const stops = [
    followStatus(client),
    followMe(client),
    followPage(client),
    client.subscribe('list', countSoon),
    client.subscribe('contacts', countSoon),
    client.subscribe('moments', countSoon),
    () => void (isOver = true),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
