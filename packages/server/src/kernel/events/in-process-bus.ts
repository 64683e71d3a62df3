import { assert } from '@plaza/base';
import type { Log } from '../log/index.ts';
import { createSubscriptions } from './subscriptions.ts';
import { assertPattern, assertTopic } from './topics.ts';
import type { Bus } from './types.ts';

/** The bus of a city that runs in one process: `publish` returns when everybody was told. */
export function createInProcessBus({ log }: { log: Pick<Log, 'error'> }): Bus {
  const subscriptions = createSubscriptions(log);
  let closed = false;
  return {
    kind: 'in-process',
    publish(topic, message) {
      assertTopic(topic);
      assert(message !== undefined, 'a message is JSON data');
      if (!closed) subscriptions.deliver(topic, message);
    },
    subscribe(pattern, receive) {
      assertPattern(pattern);
      return subscriptions.add(pattern, receive);
    },
    // Nothing is between publisher and subscriber that could be lost.
    onGap: () => () => undefined,
    async close() {
      closed = true;
    },
  };
}
