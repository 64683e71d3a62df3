import {
  createIds,
  secureRandom,
  systemClock,
  type ClientId,
  type ConversationId,
} from '@plaza/base';
import WebSocket from 'ws';
import type { Seat } from '../failover/seats.ts';

// Writers that are faster than the product's client, and as stubborn: up to so many messages under
// way on each socket, and after a lost connection all that have no answer again, in their order.

const underWay = 8;
const retryMs = 300;
const newId = createIds(systemClock, secureRandom);

export type Flood = {
  /** For each conversation the acknowledged messages and their places. */
  promised: ReadonlyMap<ConversationId, ReadonlyMap<ClientId, number>>;
  count(): number;
  /** Until every message that was begun has its answer. */
  done: Promise<void>;
};

type Answer = { id: number; output?: { seq: number }; error?: string };

/** Lets everybody write `each` messages. */
export function startFlood(origin: string, seats: readonly Seat[], each: number): Flood {
  const promised = new Map<ConversationId, Map<ClientId, number>>();
  let count = 0;
  for (const { conversationId } of seats) promised.set(conversationId, new Map());

  function write({ token, conversationId }: Seat): Promise<void> {
    const own = promised.get(conversationId) as Map<ClientId, number>;
    const waiting = new Map<number, ClientId>();
    let begun = 0;
    return new Promise((resolve, reject) => {
      function send(socket: WebSocket, id: number, clientId: ClientId): void {
        const input = { conversationId, clientId, message: { type: 'text', text: `drop ${id}` } };
        socket.send(JSON.stringify({ t: 'call', id, method: 'chat.sendMessage', input }));
      }
      function fill(socket: WebSocket): void {
        while (waiting.size < underWay && begun < each) {
          begun += 1;
          const clientId = newId<ClientId>();
          waiting.set(begun, clientId);
          send(socket, begun, clientId);
        }
        if (waiting.size === 0) {
          resolve();
          socket.close();
        }
      }
      function hear(socket: WebSocket, text: string): void {
        if (text.startsWith('{"t":"hello_ok"')) {
          for (const [id, clientId] of waiting) send(socket, id, clientId);
          return fill(socket);
        }
        if (!/^\{"t":"(answer|refused)"/.test(text)) return;
        const answer = JSON.parse(text) as Answer;
        const clientId = waiting.get(answer.id);
        if (clientId === undefined) return;
        if (answer.output !== undefined) {
          own.set(clientId, answer.output.seq);
          count += 1;
          waiting.delete(answer.id);
          return fill(socket);
        }
        const again = new Set(['unavailable', 'internal', 'rate_limited', 'busy']);
        if (!again.has(answer.error ?? '')) return reject(new Error(text));
        setTimeout(() => {
          if (socket.readyState === WebSocket.OPEN) send(socket, answer.id, clientId);
        }, retryMs);
      }
      function open(): void {
        const headers = { authorization: `Bearer ${token}` };
        const url = `${origin.replace(/^http/, 'ws')}/socket`;
        const socket = new WebSocket(url, { headers, perMessageDeflate: false });
        socket.on('open', () => socket.send('{"t":"hello","personalSeq":0}'));
        socket.on('message', (data: Buffer) => hear(socket, data.toString()));
        socket.on('error', () => undefined);
        socket.on('close', () => {
          if (waiting.size > 0 || begun < each) setTimeout(open, secureRandom.int(retryMs));
        });
      }
      open();
    });
  }

  const done = Promise.all(seats.map(write)).then(() => undefined);
  return { promised, count: () => count, done };
}
