import type { Client, Heard } from '@plaza/client';
import { useEffect } from 'react';
import { useSearch } from 'wouter';
import { useClient } from '../../state/index.ts';
import type { Engine } from './engine/engine.ts';

const engines = new WeakMap<Client, Promise<Engine>>();

/** The engine of this page; its code is fetched with the first call. */
export function engineOf(client: Client): Promise<Engine> {
  const known = engines.get(client);
  if (known !== undefined) return known;
  const made = import('./engine/engine.ts').then(({ createEngine }) => createEngine(client));
  engines.set(client, made);
  made.catch(() => engines.delete(client));
  return made;
}

/** A notification was answered: it led here with the call in the address. */
function useAnswered(client: Client): void {
  const wanted = new URLSearchParams(useSearch()).get('answer');
  useEffect(() => {
    if (wanted === null) return;
    history.replaceState(null, '', location.pathname);
    void client.api.calls
      .list({})
      .then(async ({ calls }) => {
        const call = calls.find(({ callId }) => callId === wanted);
        if (call !== undefined) await (await engineOf(client)).answer(call);
      })
      .catch(() => undefined);
  }, [client, wanted]);
}

/** Listens for calls as long as somebody is signed in: all that the first screen has of them. */
export function useCalls(): void {
  const client = useClient();
  useAnswered(client);
  useEffect(() => {
    let wasLive = false;
    // One after the other: what is heard while the code is fetched keeps its order.
    let queue = Promise.resolve();
    const pass = (run: (engine: Engine) => void): void => {
      queue = queue.then(async () => run(await engineOf(client))).catch(() => undefined);
    };
    const hear = (heard: Heard): void => pass((engine) => engine.hear(heard));
    /** What rang while this device was away was not heard. */
    function look(): void {
      const isLive = client.getState().status === 'live';
      if (isLive === wasLive) return;
      wasLive = isLive;
      if (!isLive) return;
      void client.api.calls.list({}).then(
        ({ calls }) => {
          if (calls.length > 0) pass((engine) => calls.forEach((call) => engine.take(call)));
        },
        () => undefined,
      );
    }
    const stopHearing = client.onHeard(hear);
    const stopLooking = client.subscribe('status', look);
    look();
    return () => {
      stopHearing();
      stopLooking();
      const made = engines.get(client);
      engines.delete(client);
      void made?.then((engine) => engine.stop()).catch(() => undefined);
    };
  }, [client]);
}
