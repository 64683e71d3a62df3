import { createAsk, type Ask, type Core } from '../core.ts';
import { CallFailed } from '../result.ts';

/** The present connection, as far as asking over HTTP goes: it ends when the socket does. */
export type Connection = {
  begin(): void;
  end(): void;
  /** Differs from connection to connection; null while there is none. */
  current(): Ask | null;
  /**
   * Runs with the connection's `ask`; false when it ended first or the run failed. An ended
   * connection needs no word: the next one catches up from where this one was.
   */
  withAsk(run: (ask: Ask) => Promise<void>): Promise<boolean>;
};

export function createConnection(core: Core): Connection {
  let controller: AbortController | null = null;
  let ask: Ask | null = null;

  function fail(error: unknown): void {
    if (error instanceof CallFailed && error.error === 'unauthenticated') {
      core.dispatch({ type: 'status', status: 'signed_out' });
    } else {
      core.onFault(error);
    }
  }

  function end(): void {
    controller?.abort();
    controller = null;
    ask = null;
  }

  return {
    end,
    begin() {
      end();
      controller = new AbortController();
      ask = createAsk(core, controller.signal);
    },
    current: () => ask,
    async withAsk(run) {
      if (controller === null || ask === null) return false;
      const { signal } = controller;
      try {
        await run(ask);
        return true;
      } catch (error) {
        if (!signal.aborted) fail(error);
        return false;
      }
    },
  };
}
