import {
  secureRandom,
  shiftedClock,
  systemClock,
  type ClientId,
  type ConversationId,
  type PersonId,
} from '@plaza/base';
import {
  createClient,
  createHttp,
  createMemoryStore,
  createSocket,
  type LeadingClient,
  type Socket,
  type SocketLike,
  type Store,
} from '@plaza/client';
import type { MethodInput, MethodOutput } from '@plaza/contract';
import type { Network, SimSocket } from './chaos.ts';

/** One device of a person: a client that may be reloaded over what it keeps. */
export type SimDevice = {
  readonly personId: PersonId;
  client: LeadingClient;
  /** Ends the client and starts another on the same store. */
  reload(): Promise<void>;
  /** Cuts the connection without a word. */
  cut(): void;
  /** Stops reading for a while. */
  stall(forMs: number): void;
  stop(): Promise<void>;
};

/** What the simulation remembers, to judge by at the end. */
export type Record = {
  submitted: Map<ClientId, { personId: PersonId; conversationId: ConversationId }>;
  acknowledged: Map<ClientId, number>;
  refused: Map<ClientId, string>;
  faults: unknown[];
};

export const newRecord = (): Record => ({
  submitted: new Map(),
  acknowledged: new Map(),
  refused: new Map(),
  faults: [],
});

export type DeviceDeps = {
  /** A server of the city: another one for each connection, where there are several. */
  origin(): string;
  network: Network;
  personId: PersonId;
  token: string;
  record: Record;
  /** How wrong the device's clock is. */
  skewMs: number;
};

/** Every acknowledgement that reached a device is a promise of the server. */
function withRecord(socket: Socket, { acknowledged }: Record): Socket {
  return {
    ...socket,
    async call(name, input) {
      const result = await socket.call(name, input);
      if (name === 'chat.sendMessage' && result.ok) {
        const { clientId } = input as MethodInput<'chat.sendMessage'>;
        acknowledged.set(clientId, (result.output as MethodOutput<'chat.sendMessage'>).seq);
      }
      return result;
    },
  };
}

function createOne(
  { origin, network, token, record, skewMs }: DeviceDeps,
  store: Store,
  keep: (socket: SimSocket) => SocketLike,
): LeadingClient {
  const url = () => `${origin().replace(/^http/, 'ws')}/socket`;
  const clock = shiftedClock(systemClock, skewMs);
  const client = createClient({
    http: createHttp({ baseUrl: origin(), token, fetch: network.fetch }),
    socket: withRecord(
      createSocket({
        open: () => keep(network.open(url(), token)),
        clock,
        random: secureRandom,
      }),
      record,
    ),
    store,
    clock,
    random: secureRandom,
    options: { prefetch: 2, recheckMs: 3_600_000 },
    onFault: (error) => record.faults.push(error),
  });
  client.onAction((action) => {
    if (action.type !== 'send') return;
    const { clientId, state, failure } = action.send;
    if (state === 'failed') record.refused.set(clientId, failure ?? '');
  });
  return client;
}

/** Starts a device on an empty store. */
export async function startDevice(deps: DeviceDeps): Promise<SimDevice> {
  const store = createMemoryStore();
  let socket: SimSocket | null = null;
  const make = () =>
    createOne(deps, store, (opened) => {
      socket = opened;
      return opened;
    });
  const device: SimDevice = {
    personId: deps.personId,
    client: make(),
    async reload() {
      await device.client.stop();
      device.client = make();
      await device.client.start();
    },
    cut: () => socket?.cut(),
    stall: (forMs) => socket?.stall(forMs),
    stop: () => device.client.stop(),
  };
  await device.client.start();
  return device;
}
