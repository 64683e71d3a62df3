import { backoffMs, type Clock, type NewId, type Random } from '@plaza/base';
import type { MethodInput, MethodName, MethodOutput } from '@plaza/contract';
import type { Heard } from './heard.ts';
import type { Http } from './http.ts';
import { CallFailed, isTransient, retryAfterMs } from './result.ts';
import type { Socket } from './socket.ts';
import type { Action } from './state/actions.ts';
import type { State } from './state/types.ts';
import type { Journal } from './sync/journal.ts';

/** What the parts of a client share: the state, the ways to the server, time and chance. */
export type Core = {
  getState(): State;
  dispatch(action: Action): void;
  /** Resolves when everything dispatched so far is in the store. */
  flush(): Promise<void>;
  /** Keeps answers from undoing what was told while they were on their way. */
  journal: Journal;
  http: Http;
  socket: Socket;
  clock: Clock;
  random: Random;
  newId: NewId;
  /** Passes on what is kept nowhere. */
  hear(heard: Heard): void;
  /** Hears of what should not happen, so that somebody can find out. */
  onFault(error: unknown): void;
};

/** Asks over HTTP until an answer comes. */
export type Ask = <N extends MethodName>(
  name: N,
  input: MethodInput<N>,
) => Promise<MethodOutput<N>>;

const askBaseMs = 300;
const askCapMs = 20_000;

/**
 * Creates a caller that repeats what may pass (no network, a busy server) and throws
 * `CallFailed` for a refusal that stays. It gives up when `signal` aborts.
 */
export function createAsk(core: Pick<Core, 'http' | 'clock' | 'random'>, signal: AbortSignal): Ask {
  return async (name, input) => {
    for (let attempt = 0; ; attempt += 1) {
      signal.throwIfAborted();
      const result = await core.http.call(name, input, { signal });
      signal.throwIfAborted();
      if (result.ok) return result.output;
      if (!isTransient(result)) throw new CallFailed(result);
      const pauseMs = backoffMs(attempt, {
        baseMs: askBaseMs,
        capMs: askCapMs,
        random: core.random,
      });
      await core.clock.sleep(retryAfterMs(result) ?? pauseMs, signal);
    }
  };
}
