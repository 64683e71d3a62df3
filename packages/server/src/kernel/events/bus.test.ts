import { systemClock } from '@plaza/base';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../log/index.ts';
import { createInProcessBus, openNatsBus, type Bus } from './index.ts';
import { readNatsUrl } from './nats-url.ts';
import { hasNats, startNats, type TestNats } from './testing-nats.ts';

const lines: string[] = [];
const log = createLog({ level: 'error', destination: { write: (line) => void lines.push(line) } });
const open: Bus[] = [];
let nats: TestNats;

afterEach(async () => {
  lines.length = 0;
  for (const bus of open.splice(0)) await bus.close();
});

async function natsBus(prefix = 'plaza'): Promise<Bus> {
  const bus = await openNatsBus({ url: nats.url, prefix, log, clock: systemClock });
  open.push(bus);
  return bus;
}

/** NATS tells nobody when a subscription has arrived: publish until it is heard. */
async function connected(from: Bus, to: Bus): Promise<void> {
  let heard = false;
  const stop = to.subscribe('test.probe', () => {
    heard = true;
  });
  await expect
    .poll(
      () => {
        from.publish('test.probe', {});
        return heard;
      },
      { timeout: 5_000, interval: 20 },
    )
    .toBe(true);
  stop();
}

type Pair = () => Promise<[publisher: Bus, subscriber: Bus]>;

async function record(pair: Pair, pattern: string) {
  const [publisher, subscriber] = await pair();
  const heard: { topic: string; message: unknown }[] = [];
  const stop = subscriber.subscribe(pattern, (message, topic) => heard.push({ topic, message }));
  await connected(publisher, subscriber);
  return { publisher, subscriber, heard, stop };
}

/** What holds for every bus; `pair` gives a publisher and a subscriber. */
function suite(pair: Pair): void {
  subscriberSuite(pair);

  it('tells whoever subscribed to the topic, and nobody else', async () => {
    const { publisher, heard } = await record(pair, 'person.a');
    publisher.publish('person.b', 1);
    publisher.publish('person', 2);
    publisher.publish('person.a.x', 3);
    publisher.publish('person.a', { n: 4 });
    await expect.poll(() => heard).toEqual([{ topic: 'person.a', message: { n: 4 } }]);
  });

  it('takes a star for exactly one word', async () => {
    const { publisher, heard } = await record(pair, 'person.*');
    publisher.publish('persons.a', 1);
    publisher.publish('person.a.b', 2);
    publisher.publish('person', 3);
    publisher.publish('person.a', 4);
    publisher.publish('person.b', 5);
    await expect.poll(() => heard.map(({ message }) => message)).toEqual([4, 5]);
  });

  it('keeps the order of one publisher over all topics of a pattern', async () => {
    const { publisher, heard } = await record(pair, 'count.*');
    const numbers = Array.from({ length: 1_000 }, (_, i) => i);
    for (const i of numbers) publisher.publish(`count.${i % 7}`, i);
    await expect.poll(() => heard.length).toBe(1_000);
    expect(heard.map(({ message }) => message)).toEqual(numbers);
  });

  it('tells a subscriber no more after it left, even twice', async () => {
    const { publisher, subscriber, heard, stop } = await record(pair, 'person.a');
    stop();
    stop();
    const last: unknown[] = [];
    subscriber.subscribe('person.z', (message) => last.push(message));
    await connected(publisher, subscriber);
    publisher.publish('person.a', 1);
    publisher.publish('person.z', 2);
    await expect.poll(() => last).toEqual([2]);
    expect(heard).toEqual([]);
  });
}

/** What holds for the subscribers of every bus. */
function subscriberSuite(pair: Pair): void {
  it('tells every subscriber once, the same function twice if it came twice', async () => {
    const [publisher, subscriber] = await pair();
    let count = 0;
    const receive = () => void (count += 1);
    subscriber.subscribe('person.a', receive);
    const stop = subscriber.subscribe('person.a', receive);
    subscriber.subscribe('person.*', receive);
    await connected(publisher, subscriber);
    publisher.publish('person.a', {});
    await expect.poll(() => count).toBe(3);
    stop();
    publisher.publish('person.a', {});
    await expect.poll(() => count).toBe(5);
  });

  it('keeps the news from nobody because another subscriber threw', async () => {
    const [publisher, subscriber] = await pair();
    const heard: unknown[] = [];
    subscriber.subscribe('person.a', () => {
      throw new Error('a mistake');
    });
    subscriber.subscribe('person.a', (message) => heard.push(message));
    await connected(publisher, subscriber);
    publisher.publish('person.a', 1);
    await expect.poll(() => heard).toEqual([1]);
    expect(lines.join()).toContain('a subscriber of the bus failed');
  });

  it('refuses topics that could reach nobody or everybody', async () => {
    const [bus] = await pair();
    for (const topic of ['', '.', 'a.', 'a b', 'a.*', '>', 'a.\n']) {
      expect(() => bus.publish(topic, 1)).toThrow('topic');
    }
    for (const pattern of ['*', '*.a', 'a.>', 'a.*.b', '']) {
      expect(() => bus.subscribe(pattern, () => undefined)).toThrow('pattern');
    }
    expect(() => bus.publish('a.b', undefined)).toThrow('JSON');
  });

  it('is silent once it is closed, and closes twice', async () => {
    const { publisher, subscriber, heard } = await record(pair, 'person.a');
    await subscriber.close();
    await subscriber.close();
    publisher.publish('person.a', 1);
    await systemClock.sleep(30);
    expect(heard).toEqual([]);
  });
}

/** What holds for publisher and subscriber of one process. */
function localSuite(create: () => Promise<Bus>): void {
  it('hands the very object to subscribers of the own process, before it returns', async () => {
    const bus = await create();
    const message = { n: 1 };
    let heard: unknown;
    bus.subscribe('a.b', (received) => {
      heard = received;
    });
    bus.publish('a.b', message);
    expect(heard).toBe(message);
  });

  it('lets a message that a subscriber publishes wait for its turn', async () => {
    const bus = await create();
    const order: string[] = [];
    bus.subscribe('a.one', () => bus.publish('a.two', {}));
    bus.subscribe('a.*', (_message, topic) => order.push(topic));
    bus.publish('a.one', {});
    expect(order).toEqual(['a.one', 'a.two']);
  });
}

describe('the bus of one process', () => {
  const create = async () => {
    const bus = createInProcessBus({ log });
    open.push(bus);
    return bus;
  };
  suite(async () => {
    const bus = await create();
    return [bus, bus];
  });
  localSuite(create);
});

describe.skipIf(!hasNats())('the bus over NATS (left out where there is no nats-server)', () => {
  beforeAll(async () => {
    nats = await startNats();
  });
  afterAll(() => nats.kill());

  describe('from one process to another', () => {
    suite(async () => [await natsBus(), await natsBus()]);
  });
  describe('within one process', () => {
    suite(async () => {
      const bus = await natsBus();
      return [bus, bus];
    });
    localSuite(() => natsBus());
  });

  it('keeps cities with different prefixes apart', async () => {
    const [mine, near, far] = [await natsBus(), await natsBus(), await natsBus('other')];
    const heard: string[] = [];
    near.subscribe('a.b', () => heard.push('near'));
    far.subscribe('a.b', () => heard.push('far'));
    await connected(mine, near);
    mine.publish('a.b', 1);
    await expect.poll(() => heard).toEqual(['near']);
  });

  it('logs what is too large, and goes on', async () => {
    const [from, to] = [await natsBus(), await natsBus()];
    const heard: unknown[] = [];
    to.subscribe('a.b', (message) => heard.push(message));
    await connected(from, to);
    from.publish('a.b', 'x'.repeat(2_000_000));
    from.publish('a.b', 1);
    await expect.poll(() => heard).toEqual([1]);
    expect(lines.join()).toContain('could not be published');
  });

  it('refuses to start when NATS is not there', async () => {
    const options = { url: 'nats://127.0.0.1:1', log, clock: systemClock };
    await expect(openNatsBus(options)).rejects.toThrow();
  });

  it('serves its own process while NATS is away, and tells of the gap after', async () => {
    const own = await startNats();
    const options = { url: own.url, log, clock: systemClock };
    const [a, b] = [await openNatsBus(options), await openNatsBus(options)];
    open.push(a, b);
    let gaps = 0;
    const heard: unknown[] = [];
    const stop = a.onGap(() => void (gaps += 100));
    stop();
    b.onGap(() => void (gaps += 1));
    a.subscribe('a.b', (message) => heard.push(message));
    await own.kill();
    a.publish('a.b', 'while away');
    expect(heard).toEqual(['while away']);
    expect(gaps).toBe(0);
    await own.start();
    await expect.poll(() => gaps, { timeout: 10_000 }).toBeGreaterThanOrEqual(1);
    await connected(b, a);
    b.publish('a.b', 'back');
    await expect.poll(() => heard.at(-1)).toBe('back');
    expect(gaps).toBeLessThan(100);
    await own.kill();
  }, 20_000);
});

describe('readNatsUrl', () => {
  it('splits servers, user, password, token and TLS', () => {
    expect(readNatsUrl('nats://a:4333, nats://b')).toEqual({ servers: ['a:4333', 'b:4222'] });
    expect(readNatsUrl('tls://ada:p%40ss@a')).toEqual({
      ...{ servers: ['a:4222'], user: 'ada', pass: 'p@ss', tls: {} },
    });
    expect(readNatsUrl('nats://word@a')).toEqual({ servers: ['a:4222'], token: 'word' });
  });
});
