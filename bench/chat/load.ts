import { createIds, secureRandom, systemClock, type ClientId } from '@plaza/base';
import WebSocket from 'ws';
import { pause } from '../lib/figures.ts';
import type { Lane } from './pairs.ts';

export type Figures = {
  /** Messages that were acknowledged and heard by the other side, in the measured time. */
  done: number;
  perSecond: number;
  /** Sent → heard by the other side. */
  latenciesMs: number[];
  /** Sent → acknowledged, which is after the commit. */
  ackMs: number[];
  lost: number;
  refused: number;
};

export type Load = {
  /** So many messages are under way at any time. */
  saturate(run: { underWay: number; warmMs: number; ms: number }): Promise<Figures>;
  /** So many messages a second, whatever the answers do. */
  keepRate(run: { perSecond: number; warmMs: number; ms: number }): Promise<Figures>;
};

type Message = { sentMs: number; ackedMs: number | null; heardMs: number | null };

const newId = createIds(systemClock, secureRandom);
const padding = 'x'.repeat(80);
const settleMs = 5_000;

/** Creates a generator over open sockets; it looks for marks in frames instead of parsing them. */
export function createLoad(lanes: readonly Lane[]): Load {
  let messages = new Map<number, Message>();
  let lastNumber = 0;
  let refused = 0;
  let finished: Message[] = [];
  let onDone: () => void = () => undefined;

  function finish(number: number, message: Message): void {
    if (message.ackedMs === null || message.heardMs === null) return;
    finished.push(message);
    messages.delete(number);
    onDone();
  }

  function hear(number: number, field: 'ackedMs' | 'heardMs'): void {
    const message = messages.get(number);
    if (message === undefined || message[field] !== null) return;
    message[field] = performance.now();
    finish(number, message);
  }

  function listen(socket: WebSocket): void {
    socket.on('message', (data: Buffer) => {
      const text = data.toString('latin1');
      if (text.startsWith('{"t":"answer"')) {
        hear(Number(/"id":(\d+)/.exec(text)?.[1]), 'ackedMs');
      } else if (text.startsWith('{"t":"refused"')) {
        refused += 1;
        messages.delete(Number(/"id":(\d+)/.exec(text)?.[1]));
        onDone();
      } else if (text.startsWith('{"t":"event","name":"chat.entryAppended"')) {
        const mark = /"text":"(\d+) /.exec(text)?.[1];
        const lane = mark === undefined ? undefined : lanes[Number(mark) % lanes.length];
        if (lane?.to === socket) hear(Number(mark), 'heardMs');
      }
    });
  }

  /** Messages take the lanes in turn, so that the number says which lane it was. */
  function sendNext(): void {
    lastNumber += 1;
    const number = lastNumber;
    const lane = lanes[number % lanes.length] as Lane;
    messages.set(number, { sentMs: performance.now(), ackedMs: null, heardMs: null });
    const input = {
      conversationId: lane.conversationId,
      clientId: newId<ClientId>(),
      message: { type: 'text', text: `${number} ${padding}` },
    };
    lane.from.send(JSON.stringify({ t: 'call', id: number, method: 'chat.sendMessage', input }));
  }

  function begin(): void {
    messages = new Map();
    finished = [];
    refused = 0;
  }

  async function measure(run: { warmMs: number; ms: number }): Promise<Figures> {
    await pause(run.warmMs);
    const fromMs = performance.now();
    await pause(run.ms);
    const toMs = performance.now();
    onDone = () => undefined;
    // What is under way may still arrive; what does not is lost.
    for (let waited = 0; messages.size > 0 && waited < settleMs; waited += 50) await pause(50);
    const within = finished.filter(({ sentMs, heardMs, ackedMs }) => {
      const endMs = Math.max(heardMs ?? 0, ackedMs ?? 0);
      return sentMs >= fromMs - run.warmMs && endMs >= fromMs && endMs <= toMs;
    });
    return {
      done: within.length,
      perSecond: within.length / ((toMs - fromMs) / 1000),
      latenciesMs: within.map(({ sentMs, heardMs }) => (heardMs ?? 0) - sentMs),
      ackMs: within.map(({ sentMs, ackedMs }) => (ackedMs ?? 0) - sentMs),
      lost: messages.size,
      refused,
    };
  }

  for (const socket of new Set(lanes.flatMap(({ from, to }) => [from, to]))) listen(socket);

  return {
    saturate({ underWay, ...run }) {
      begin();
      onDone = sendNext;
      for (let n = 0; n < underWay; n += 1) sendNext();
      return measure(run);
    },
    async keepRate({ perSecond, ...run }) {
      begin();
      onDone = () => undefined;
      const startMs = performance.now();
      let sent = 0;
      const timer = setInterval(() => {
        const due = ((performance.now() - startMs) / 1000) * perSecond;
        for (; sent < due; sent += 1) sendNext();
      }, 2);
      const measuring = measure(run);
      setTimeout(() => clearInterval(timer), run.warmMs + run.ms);
      return measuring;
    },
  };
}
