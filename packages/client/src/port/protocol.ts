import type { Commands } from '../commands.ts';
import type { Heard } from '../heard.ts';
import type { Action } from '../state/actions.ts';
import type { State } from '../state/types.ts';

/** What tabs of one account hear each other on; a `BroadcastChannel` behind two functions. */
export type Channel = {
  /** Every other tab hears it, never this one. The message is structured-cloneable. */
  post(message: Message): void;
  onMessage(receive: (message: Message) => void): () => void;
};

/**
 * The leading tab talks to the server and tells its actions, numbered; the others hold the same
 * state by the same reducer and ask the leader to act. `reign` names one leadership.
 */
export type Message =
  | { t: 'reign'; reign: string }
  | { t: 'join' }
  | { t: 'state'; reign: string; count: number; state: State }
  | { t: 'action'; reign: string; count: number; action: Action }
  | { t: 'heard'; heard: Heard }
  | { t: 'command'; id: string; name: keyof Commands; args: unknown[] }
  | { t: 'done'; id: string; answer: unknown }
  | { t: 'broken'; id: string; message: string };
