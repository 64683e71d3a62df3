import type { Log } from '../log/index.ts';
import type { Unsubscribe } from './types.ts';

export type Receive = (message: unknown, topic: string) => void;

/** The subscriptions of one process, by exact topic or by `prefix.*`. */
export type Subscriptions = {
  /** Tells whoever subscribed to the topic or to its `*`. */
  deliver(topic: string, message: unknown): void;
  /** Tells only whoever subscribed to this very pattern. */
  deliverTo(pattern: string, topic: string, message: unknown): void;
  add(pattern: string, receive: Receive): Unsubscribe;
  count(pattern: string): number;
};

export function createSubscriptions(log: Pick<Log, 'error'>): Subscriptions {
  const byPattern = new Map<string, Set<Receive>>();
  const waiting: { patterns: readonly string[]; topic: string; message: unknown }[] = [];
  let delivering = false;

  function tell(pattern: string, topic: string, message: unknown): void {
    for (const receive of byPattern.get(pattern) ?? []) {
      try {
        receive(message, topic);
      } catch (error) {
        // One subscriber's mistake must not keep the news from the others.
        log.error({ err: error, topic }, 'a subscriber of the bus failed');
      }
    }
  }

  /**
   * A subscriber may publish. What it publishes waits until the message at hand has reached
   * everybody, or the later message would overtake the earlier one.
   */
  function enqueue(patterns: readonly string[], topic: string, message: unknown): void {
    waiting.push({ patterns, topic, message });
    if (delivering) return;
    delivering = true;
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      for (const pattern of next.patterns) tell(pattern, next.topic, next.message);
    }
    delivering = false;
  }

  return {
    deliver: (topic, message) => enqueue([topic, wildcardOf(topic)], topic, message),
    deliverTo: (pattern, topic, message) => enqueue([pattern], topic, message),
    add(pattern, receive) {
      // A wrapper of its own, so that the same function may subscribe twice.
      const entry: Receive = (message, topic) => receive(message, topic);
      const set = byPattern.get(pattern) ?? new Set<Receive>();
      set.add(entry);
      byPattern.set(pattern, set);
      return () => {
        set.delete(entry);
        if (set.size === 0 && byPattern.get(pattern) === set) byPattern.delete(pattern);
      };
    },
    count: (pattern) => byPattern.get(pattern)?.size ?? 0,
  };
}

function wildcardOf(topic: string): string {
  return `${topic.slice(0, topic.lastIndexOf('.') + 1)}*`;
}
