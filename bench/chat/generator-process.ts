import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Answer, Order, Seen } from './types.ts';

/** A load generator in a process of its own. */
export type Generator = {
  /** Does what is no measure; gives how many a second, where it says so. */
  do(order: Exclude<Order, { do: 'measure' }>): Promise<number>;
  /** Measures; the functions are called when the measured time begins and ends. */
  measure(
    order: Order & { do: 'measure' },
    signals: { began(): void; ended(): void },
  ): Promise<Seen>;
  stop(): void;
};

const patienceMs = 120_000;

export function startGenerator(): Generator {
  const script = fileURLToPath(new URL('generator.ts', import.meta.url));
  const child = fork(script, { serialization: 'advanced' });
  let receive: (answer: Answer) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  child.on('message', (answer: Answer) => receive(answer));
  child.on('exit', (code) => fail(new Error(`the load generator ended with ${code}`)));

  function ask<T>(order: Order, take: (answer: Answer) => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const limit = setTimeout(
        () => reject(new Error(`"${order.do}" took more than ${patienceMs / 1000} s`)),
        patienceMs,
      );
      fail = reject;
      receive = (answer) => {
        const value = answer.is === 'failed' ? undefined : take(answer);
        if (value === undefined && answer.is !== 'failed') return;
        clearTimeout(limit);
        if (answer.is === 'failed') reject(new Error(answer.reason));
        else resolve(value as T);
      };
      child.send(order);
    });
  }

  return {
    do: (order) =>
      ask(order, (answer) => (answer.is === 'done' ? (answer.perSecond ?? 0) : undefined)),
    measure: (order, signals) =>
      ask(order, (answer) => {
        if (answer.is === 'began') signals.began();
        if (answer.is === 'ended') signals.ended();
        return answer.is === 'seen' ? answer.seen : undefined;
      }),
    stop: () => void child.kill(),
  };
}
