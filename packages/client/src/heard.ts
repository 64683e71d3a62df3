import type { EventPayload } from '@plaza/contract';

/** What the server tells that is kept nowhere: whoever does not listen has missed it. */
export type Heard =
  | { name: 'calls.changed'; payload: EventPayload<'calls.changed'> }
  | { name: 'calls.signalled'; payload: EventPayload<'calls.signalled'> };

const names: ReadonlySet<string> = new Set<Heard['name']>(['calls.changed', 'calls.signalled']);

/** Whether an event of the server is one of those. */
export function isHeard(event: { name: string; payload: unknown }): event is Heard {
  return names.has(event.name);
}

export type Hearing = {
  tell(heard: Heard): void;
  listen(listener: (heard: Heard) => void): () => void;
};

/** Creates the register of who listens. */
export function createHearing(): Hearing {
  const listeners = new Set<(heard: Heard) => void>();
  return {
    tell(heard) {
      for (const listener of listeners) listener(heard);
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
