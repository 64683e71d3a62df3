import type { Context } from './context.ts';

/** Waits for news on one topic; news that came between two waits is not missed. */
export type Waiter = {
  /** Resolves on news, after `maxMs`, or when the caller is gone: look again in any case. */
  wait(maxMs: number): Promise<void>;
  end(): void;
};

export function createWaiter(
  { bus, clock }: Pick<Context, 'bus' | 'clock'>,
  topic: string,
  signal: AbortSignal,
): Waiter {
  let news = Promise.withResolvers<void>();
  const wake = () => news.resolve();
  const unsubscribe = bus.subscribe(topic, wake);
  signal.addEventListener('abort', wake, { once: true });
  return {
    async wait(maxMs) {
      const timer = clock.after(maxMs, wake);
      await news.promise;
      timer.cancel();
      if (!signal.aborted) news = Promise.withResolvers<void>();
    },
    end() {
      unsubscribe();
      signal.removeEventListener('abort', wake);
    },
  };
}
