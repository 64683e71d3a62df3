import { secureRandom, systemClock } from '@plaza/base';
import {
  createClient,
  createHttp,
  createMemoryStore,
  createSocket,
  type LeadingClient,
  type SocketLike,
  type Store,
} from '@plaza/client';
import WebSocket from 'ws';
import type { TestPerson } from './person.ts';
import { eventually } from './talk.ts';

/** A device with the product's own client on it, which keeps what it knows in `store`. */
export type TestDevice = { client: LeadingClient; store: Store; live(): Promise<void> };

/** Starts the client of a device and waits until it knows everything. */
export async function startDevice(
  { origin, token }: Pick<TestPerson, 'origin' | 'token'>,
  store: Store = createMemoryStore(),
): Promise<TestDevice> {
  const url = `${origin.replace(/^http/, 'ws')}/socket`;
  const headers = { authorization: `Bearer ${token}` };
  const client = createClient({
    http: createHttp({ baseUrl: origin, token, fetch }),
    socket: createSocket({
      open: () => new WebSocket(url, { headers }) as unknown as SocketLike,
      clock: systemClock,
      random: secureRandom,
    }),
    store,
    clock: systemClock,
    random: secureRandom,
    // No second look at what events should have told.
    options: { recheckMs: 10_000_000 },
  });
  const live = async () => {
    const isLive = async () => (client.getState().status === 'live' ? true : null);
    await eventually(isLive, 15_000);
  };
  await client.start();
  await live();
  return { client, store, live };
}
