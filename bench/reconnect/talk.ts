import { createIds, secureRandom, systemClock, type ClientId } from '@plaza/base';
import { quantile } from '../lib/figures.ts';
import type { SignedIn } from './seats.ts';
import { openLive, type Live } from './wire.ts';

// The people who talk meanwhile, in a process of their own: what the devices of the storm have to
// do must not delay what is measured here.

export type TalkOrder =
  | { do: 'begin'; port: number; seats: SignedIn[] }
  /** Gives what was measured since the last time that it was asked, and begins anew. */
  | { do: 'tell' };
export type TalkFigures = { heard: number; p50Ms: number; p99Ms: number; worstMs: number };

const talkEveryMs = 10;
const lookEveryMs = 1;
const newId = createIds(systemClock, secureRandom);

const dueMs = new Map<string, number>();
let latenciesMs: number[] = [];

function hear(text: string): void {
  if (!text.includes('"chat.entryAppended"')) return;
  const mark = /storm-(\d{1,9})-storm/.exec(text)?.[1] ?? '';
  const startMs = dueMs.get(mark);
  // Both hear it, the sender too: each counts.
  if (startMs !== undefined) latenciesMs.push(performance.now() - startMs);
}

/** Each says something to the other in turn, whatever the answers do. */
function startTalk(lines: readonly Live[], seats: readonly SignedIn[]): void {
  const beganMs = performance.now();
  let n = 0;
  setInterval(() => {
    // Counted from when it was due: what is late here was kept waiting as well.
    for (; beganMs + n * talkEveryMs <= performance.now(); n += 1) {
      const at = n % lines.length;
      const { conversationId } = seats[at - (at % 2)] as SignedIn;
      const message = { type: 'text', text: `storm-${n}-storm` };
      const input = { conversationId, clientId: newId<ClientId>(), message };
      dueMs.set(String(n), beganMs + n * talkEveryMs);
      dueMs.delete(String(n - 10_000));
      (lines[at] as Live).send(
        JSON.stringify({ t: 'call', id: n + 1, method: 'chat.sendMessage', input }),
      );
    }
  }, lookEveryMs);
}

async function begin(port: number, seats: readonly SignedIn[]): Promise<void> {
  const lines: Live[] = [];
  for (const { token } of seats) lines.push(await openLive(port, { token, personalSeq: 0 }, hear));
  startTalk(lines, seats);
}

function tell(): TalkFigures {
  const heard = latenciesMs;
  latenciesMs = [];
  return {
    heard: heard.length,
    p50Ms: quantile(heard, 0.5),
    p99Ms: quantile(heard, 0.99),
    worstMs: Math.max(...heard),
  };
}

process.on('message', (order: TalkOrder) => {
  if (order.do === 'tell') return void process.send?.(tell());
  begin(order.port, order.seats).then(
    () => process.send?.('begun'),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
// Whoever gave the orders is gone.
process.on('disconnect', () => process.exit(1));
