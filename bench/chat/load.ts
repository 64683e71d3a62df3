import { createIds, secureRandom, systemClock, type ClientId } from '@plaza/base';
import type WebSocket from 'ws';
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

type Generator = {
  lanes: readonly Lane[];
  underWay: Map<number, Message>;
  finished: Message[];
  lastNumber: number;
  refused: number;
  /** What follows when a message is done: the next one, or nothing. */
  onDone: () => void;
};

function hear(generator: Generator, number: number, field: 'ackedMs' | 'heardMs'): void {
  const message = generator.underWay.get(number);
  if (message === undefined || message[field] !== null) return;
  message[field] = performance.now();
  if (message.ackedMs === null || message.heardMs === null) return;
  generator.finished.push(message);
  generator.underWay.delete(number);
  generator.onDone();
}

const idOf = (text: string) => Number(/"id":(\d+)/.exec(text)?.[1]);

/** Looks for marks in a frame instead of parsing it: the generator must stay the faster side. */
function take(generator: Generator, socket: WebSocket, text: string): void {
  if (text.startsWith('{"t":"answer"')) {
    hear(generator, idOf(text), 'ackedMs');
  } else if (text.startsWith('{"t":"refused"')) {
    generator.refused += 1;
    generator.underWay.delete(idOf(text));
    generator.onDone();
  } else if (text.startsWith('{"t":"event","name":"chat.entryAppended"')) {
    const mark = Number(/"text":"(\d+) /.exec(text)?.[1]);
    if (generator.lanes[mark % generator.lanes.length]?.to === socket) {
      hear(generator, mark, 'heardMs');
    }
  }
}

/** Messages take the lanes in turn, so that the number says which lane it was. */
function sendNext(generator: Generator): void {
  generator.lastNumber += 1;
  const number = generator.lastNumber;
  const { lanes, underWay } = generator;
  const lane = lanes[number % lanes.length] as Lane;
  underWay.set(number, { sentMs: performance.now(), ackedMs: null, heardMs: null });
  const input = {
    conversationId: lane.conversationId,
    clientId: newId<ClientId>(),
    message: { type: 'text', text: `${number} ${padding}` },
  };
  lane.from.send(JSON.stringify({ t: 'call', id: number, method: 'chat.sendMessage', input }));
}

async function measure(
  generator: Generator,
  { warmMs, ms }: { warmMs: number; ms: number },
): Promise<Figures> {
  await pause(warmMs);
  const fromMs = performance.now();
  await pause(ms);
  const toMs = performance.now();
  generator.onDone = () => undefined;
  const { underWay, finished, refused } = generator;
  // What is under way may still arrive; what does not is lost.
  for (let waited = 0; underWay.size > 0 && waited < settleMs; waited += 50) await pause(50);
  const within = finished.filter(({ heardMs, ackedMs }) => {
    const endMs = Math.max(heardMs ?? 0, ackedMs ?? 0);
    return endMs >= fromMs && endMs <= toMs;
  });
  return {
    done: within.length,
    perSecond: within.length / ((toMs - fromMs) / 1000),
    latenciesMs: within.map(({ sentMs, heardMs }) => (heardMs ?? 0) - sentMs),
    ackMs: within.map(({ sentMs, ackedMs }) => (ackedMs ?? 0) - sentMs),
    lost: underWay.size,
    refused,
  };
}

function begin(generator: Generator, onDone: () => void): void {
  generator.underWay.clear();
  generator.finished = [];
  generator.refused = 0;
  generator.onDone = onDone;
}

/** Creates a generator over open sockets. */
export function createLoad(lanes: readonly Lane[]): Load {
  const generator: Generator = {
    ...{ lanes, underWay: new Map(), finished: [], lastNumber: 0, refused: 0 },
    onDone: () => undefined,
  };
  for (const socket of new Set(lanes.flatMap(({ from, to }) => [from, to]))) {
    socket.on('message', (data: Buffer) => take(generator, socket, data.toString('latin1')));
  }
  return {
    saturate({ underWay, ...run }) {
      begin(generator, () => sendNext(generator));
      for (let n = 0; n < underWay; n += 1) sendNext(generator);
      return measure(generator, run);
    },
    keepRate({ perSecond, ...run }) {
      begin(generator, () => undefined);
      const startMs = performance.now();
      let sent = 0;
      const timer = setInterval(() => {
        const due = ((performance.now() - startMs) / 1000) * perSecond;
        for (; sent < due; sent += 1) sendNext(generator);
      }, 2);
      setTimeout(() => clearInterval(timer), run.warmMs + run.ms);
      return measure(generator, run);
    },
  };
}
