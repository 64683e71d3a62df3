import { connect, type NatsConnection, type Subscription } from '@nats-io/transport-node';
import { assert, type Clock, type Timer } from '@plaza/base';
import type { Log } from '../log/index.ts';
import { readNatsUrl } from './nats-url.ts';
import { createSubscriptions, type Subscriptions } from './subscriptions.ts';
import { assertPattern, assertTopic } from './topics.ts';
import type { Bus, Unsubscribe } from './types.ts';

export type NatsBusOptions = {
  /** `nats://[user:password@]host:port` or `tls://…`; several, separated by commas. */
  url: string;
  /** The first word of every subject, so that several cities can share one NATS. */
  prefix?: string;
  log: Pick<Log, 'error' | 'warn' | 'info'>;
  clock: Pick<Clock, 'sleep' | 'after'>;
};

/** How long `close` waits for what was published to leave. */
const closeWithinMs = 2_000;
/** Gaps that follow each other within this time are told as one. */
const gapPauseMs = 500;

/**
 * The bus of a city that runs in several processes. Subscribers of the own process are told
 * directly, with the very object, also while NATS is away; NATS carries it to the others.
 */
export async function openNatsBus(options: NatsBusOptions): Promise<Bus> {
  const { log, clock, prefix = 'plaza' } = options;
  const connection = await connect({
    ...readNatsUrl(options.url),
    name: 'plaza',
    noEcho: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    reconnectJitter: 250,
    // A password that is being changed on the server must not end the attempts.
    ignoreAuthErrorAbort: true,
    pingInterval: 10_000,
    maxPingOut: 2,
  });
  const subscriptions = createSubscriptions(log);
  const remote = listenRemotely({ connection, subscriptions, prefix, log });
  let closed = false;
  const gaps = createGaps(clock);
  // Only the process whose connection broke notices, but the others missed what it published.
  const gapSubject = `${prefix}-gap`;
  connection.subscribe(gapSubject, { callback: () => gaps.tell() });
  void watch(connection, log, () => {
    connection.publish(gapSubject);
    gaps.tell();
  });

  return {
    kind: 'nats',
    publish(topic, message) {
      assertTopic(topic);
      assert(message !== undefined, 'a message is JSON data');
      if (closed) return;
      sendRemotely({ connection, prefix, log }, topic, message);
      subscriptions.deliver(topic, message);
    },
    subscribe(pattern, receive) {
      assertPattern(pattern);
      const remove = subscriptions.add(pattern, receive);
      remote.update(pattern);
      return () => {
        remove();
        remote.update(pattern);
      };
    },
    onGap: (run) => gaps.add(run),
    async close() {
      if (closed) return;
      closed = true;
      gaps.close();
      const flushed = connection.flush().catch(() => undefined);
      await Promise.race([flushed, clock.sleep(closeWithinMs)]);
      await connection.close();
    },
  };
}

type Wire = { connection: NatsConnection; prefix: string; log: NatsBusOptions['log'] };

function sendRemotely({ connection, prefix, log }: Wire, topic: string, message: unknown): void {
  try {
    connection.publish(`${prefix}.${topic}`, JSON.stringify(message));
  } catch (error) {
    // Too large, or closing: the log or the outbox behind the news heals what others missed.
    log.error({ err: error, topic }, 'a message could not be published');
  }
}

/** One subscription at NATS for each pattern that somebody here listens to. */
function listenRemotely({
  connection,
  subscriptions,
  prefix,
  log,
}: Wire & {
  subscriptions: Subscriptions;
}) {
  const open = new Map<string, Subscription>();
  function listen(pattern: string): Subscription {
    return connection.subscribe(`${prefix}.${pattern}`, {
      callback: (error, message) => {
        if (error) return log.error({ err: error, pattern }, 'a subscription of the bus failed');
        const topic = message.subject.slice(prefix.length + 1);
        try {
          subscriptions.deliverTo(pattern, topic, message.json());
        } catch (reason) {
          log.error({ err: reason, topic }, 'a message of the bus is not JSON');
        }
      },
    });
  }
  return {
    update(pattern: string): void {
      const wanted = subscriptions.count(pattern) > 0;
      const current = open.get(pattern);
      if (wanted && current === undefined && !connection.isClosed()) {
        open.set(pattern, listen(pattern));
      }
      if (!wanted && current !== undefined) {
        current.unsubscribe();
        open.delete(pattern);
      }
    },
  };
}

/** Tells of a gap at once, and of those that follow closely once more at the end. */
function createGaps(clock: Pick<Clock, 'after'>) {
  const listeners = new Set<{ run: () => void }>();
  let pause: Timer | null = null;
  let again = false;
  function tell(): void {
    if (pause !== null) {
      again = true;
      return;
    }
    pause = clock.after(gapPauseMs, () => {
      pause = null;
      if (again) tell();
    });
    again = false;
    for (const { run } of listeners) run();
  }
  return {
    tell,
    add(run: () => void): Unsubscribe {
      const entry = { run };
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
    close() {
      pause?.cancel();
      listeners.clear();
    },
  };
}

/** Tells of gaps: after a reconnection anything may have been missed. */
async function watch(
  connection: NatsConnection,
  log: NatsBusOptions['log'],
  tellGap: () => void,
): Promise<void> {
  for await (const status of connection.status()) {
    if (status.type === 'disconnect') log.warn({}, 'the connection to NATS is lost');
    if (status.type === 'error') log.warn({ err: status.error }, 'NATS reports an error');
    if (status.type === 'reconnect' || status.type === 'slowConsumer') {
      log.info({ status: status.type }, 'news may have been missed: telling of a gap');
      tellGap();
    }
  }
}
