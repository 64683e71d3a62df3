import type { Client } from '@plaza/client';

/** Cards that come to be seen together ask together. */
const gatherMs = 30;
const mostAtOnce = 50;

/** Gathers the ids that are wanted within a moment, and asks for them together. */
export function gathering<Id>(
  ask: (client: Client, ids: Id[]) => Promise<void>,
): (client: Client, id: Id) => void {
  const wanted = new WeakMap<Client, Set<Id>>();

  async function askFor(client: Client, ids: Id[]): Promise<void> {
    for (let at = 0; at < ids.length; at += mostAtOnce) {
      await ask(client, ids.slice(at, at + mostAtOnce));
    }
  }

  return (client, id) => {
    const waiting = wanted.get(client);
    if (waiting !== undefined) {
      waiting.add(id);
      return;
    }
    const gathered = new Set([id]);
    wanted.set(client, gathered);
    setTimeout(() => {
      wanted.delete(client);
      void askFor(client, [...gathered]);
    }, gatherMs);
  };
}
