import type { Clock, Timer } from '@plaza/base';
import type { ServerFrame } from '@plaza/contract';
import { offline, type Refused } from './result.ts';

/** Calls that wait for their answer on a socket. */
export type Calls = {
  /** Numbers a call, lets `say` send it, and waits for its answer. */
  begin(say: (id: number) => void): Promise<unknown>;
  /** Takes an answer; one that nobody waits for any more is dropped. */
  take(frame: Extract<ServerFrame, { t: 'answer' | 'refused' }>): void;
  /** The socket is gone: nobody knows whether these were carried out. */
  failAll(): void;
};

const answerWithinMs = 15_000;

type Pending = { settle: (result: unknown) => void; timer: Timer };

export function createCalls(clock: Clock): Calls {
  const pending = new Map<number, Pending>();
  let lastId = 0;

  function settle(id: number, result: unknown): void {
    const waiting = pending.get(id);
    if (waiting === undefined) return;
    pending.delete(id);
    waiting.timer.cancel();
    waiting.settle(result);
  }

  return {
    begin(say) {
      lastId += 1;
      const id = lastId;
      return new Promise((resolve) => {
        const timer = clock.after(answerWithinMs, () => settle(id, offline));
        pending.set(id, { settle: resolve, timer });
        say(id);
      });
    },
    take(frame) {
      if (frame.t === 'answer') return settle(frame.id, { ok: true, output: frame.output });
      const { id, error, message, details } = frame;
      const refused: Refused = { ok: false, error, message };
      settle(id, details === undefined ? refused : { ...refused, details });
    },
    failAll() {
      for (const id of [...pending.keys()]) settle(id, offline);
    },
  };
}
