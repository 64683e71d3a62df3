import type { Random } from '@plaza/base';
import type { SocketLike } from '@plaza/client';
import WebSocket from 'ws';

/** How bad the network is; every chance is from 0 to 1. */
export type Chaos = {
  isOn: boolean;
  readonly dropEvent: number;
  readonly doubleEvent: number;
  readonly delay: number;
  readonly delayMs: number;
  /** A call, an answer or a request that gets lost. */
  readonly lose: number;
};

export const usualChaos: Omit<Chaos, 'isOn'> = {
  dropEvent: 0.04,
  doubleEvent: 0.04,
  delay: 0.15,
  delayMs: 400,
  lose: 0.03,
};

export type SimSocket = SocketLike & {
  /** Ends the connection without a word. */
  cut(): void;
  /** Reads nothing for a while, as a phone in a tunnel: what is sent waits at the server. */
  stall(forMs: number): void;
};

export type Network = {
  chaos: Chaos;
  fetch: typeof globalThis.fetch;
  /** Opens a socket whose frames may be dropped, doubled and delayed past each other. */
  open(url: string, token: string): SimSocket;
};

/** Creates a network between the devices and the server that is as bad as `chaos` says. */
export function createNetwork(random: Random): Network {
  const chaos: Chaos = { isOn: true, ...usualChaos };
  const happens = (chance: number) => chaos.isOn && random.float() < chance;

  function later(run: () => void): void {
    if (happens(chaos.delay)) setTimeout(run, random.int(chaos.delayMs));
    else run();
  }

  function deliver(text: string, hand: (text: string) => void): void {
    const isEvent = text.startsWith('{"t":"event"');
    if (happens(isEvent ? chaos.dropEvent : chaos.lose) && !text.startsWith('{"t":"hello')) return;
    later(() => hand(text));
    if (isEvent && happens(chaos.doubleEvent)) later(() => hand(text));
  }

  return {
    chaos,
    async fetch(input, init) {
      if (happens(chaos.lose)) throw new TypeError('the request was lost');
      const response = await fetch(input, init);
      const body = await response.arrayBuffer();
      if (happens(chaos.delay)) {
        await new Promise((resolve) => {
          setTimeout(resolve, random.int(chaos.delayMs));
        });
      }
      if (happens(chaos.lose)) throw new TypeError('the answer was lost');
      return new Response(body, { status: response.status, headers: response.headers });
    },
    open(url, token) {
      const socket = new WebSocket(url, { headers: { authorization: `Bearer ${token}` } });
      const face: SimSocket = {
        onopen: null,
        onmessage: null,
        onclose: null,
        onerror: null,
        send(data) {
          if (socket.readyState !== WebSocket.OPEN) return;
          const isHello = data.startsWith('{"t":"hello"');
          if (isHello || !happens(chaos.lose)) socket.send(data);
        },
        close: () => socket.close(),
        cut: () => socket.terminate(),
        stall(forMs) {
          if (socket.readyState !== WebSocket.OPEN) return;
          socket.pause();
          setTimeout(() => socket.resume(), forMs);
        },
      };
      const hand = (data: string) =>
        (face.onmessage as ((event: { data: string }) => void) | null)?.({ data });
      socket.on('open', () => (face.onopen as (() => void) | null)?.());
      socket.on('message', (data: Buffer) => deliver(data.toString(), hand));
      socket.on('error', () => undefined);
      socket.on('close', (code) =>
        (face.onclose as ((event: { code: number }) => void) | null)?.({ code }),
      );
      return face;
    },
  };
}
