/** Ends a subscription; idempotent. */
export type Unsubscribe = () => void;

/**
 * Tells other parts of the city, in this process or another, that something happened. At most
 * once, in order per publisher: what must not be lost is in a log or in the outbox.
 *
 * A topic is words joined by dots, for example `person.<id>`. A subscription may end in `*`, which
 * stands for one word.
 */
export type Bus = {
  readonly kind: 'in-process' | 'nats';
  /** `message` is JSON data. Subscribers of this process get the very object: never change it. */
  publish(topic: string, message: unknown): void;
  subscribe(topic: string, receive: (message: unknown, topic: string) => void): Unsubscribe;
  /** Called after the connection was lost and is back: anything may have been missed. */
  onGap(run: () => void): Unsubscribe;
  close(): Promise<void>;
};
