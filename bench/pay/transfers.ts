import { treeCpuMs } from '../lib/cpu.ts';
import { pause } from '../lib/figures.ts';
import { openAsking, type Asking } from '../reconnect/wire.ts';
import type { Payer } from './city.ts';

export type Slice = { callers: number; warmMs: number; ms: number };

/** The processes whose work is counted. */
export type Stage = { port: number; serverPid: number; databasePid: number };

export type Figures = {
  perSecond: number;
  /** From the tap that asks for a challenge to the answer that the ledger has it. */
  latenciesMs: number[];
  serverCpuUs: number;
  databaseCpuUs: number;
};

type Challenge = { challengeId: string; options: Record<string, unknown> };

export type Means = 'passkey' | 'pin';

/** The six digits of everybody here who has some. */
export const pin = '924186';

/** With a passkey there are two calls, and the finger in between; a PIN goes with the payment. */
async function approve(
  line: Asking,
  { token, passkey }: Payer,
  of: { means: Means; payment: object },
) {
  if (of.means === 'pin') return { kind: 'pin', pin };
  const begun = await line.call('pay.beginPasskeyApproval', of.payment, token);
  const { challengeId, options } = begun as Challenge;
  return { kind: 'passkey', challengeId, response: passkey.get(options) };
}

/** What the app does when somebody pays. */
async function payOnce(line: Asking, payer: Payer, means: Means): Promise<void> {
  const { token, payeeId } = payer;
  const payment = { payeeId, amountMinor: 1, currency: 'points' };
  const approval = await approve(line, payer, { means, payment });
  const asked = { key: crypto.randomUUID(), ...payment, note: '', approval };
  const { transfer } = (await line.call('pay.sendTransfer', asked, token)) as {
    transfer: { state: string };
  };
  if (transfer.state !== 'waiting') throw new Error(`a transfer is ${transfer.state}`);
}

/** So many people pay at a time, each again when they have their answer. */
export async function runTransfers(
  stage: Stage,
  payers: readonly Payer[],
  { callers, warmMs, ms, means = 'passkey' }: Slice & { means?: Means },
): Promise<Figures> {
  const lines = await Promise.all(Array.from({ length: callers }, () => openAsking(stage.port)));
  const done: { startMs: number; endMs: number }[] = [];
  let isOn = true;
  const failures: unknown[] = [];
  async function call(line: Asking, first: number): Promise<void> {
    for (let n = first; isOn; n += callers) {
      const startMs = performance.now();
      await payOnce(line, payers[n % payers.length] as Payer, means);
      done.push({ startMs, endMs: performance.now() });
    }
  }
  const running = lines.map((line, n) =>
    call(line, n).catch((error: unknown) => {
      failures.push(error);
      isOn = false;
    }),
  );
  const mark = () => ({
    ms: performance.now(),
    count: done.length,
    serverMs: treeCpuMs(stage.serverPid),
    databaseMs: treeCpuMs(stage.databasePid),
  });
  await pause(warmMs);
  const from = mark();
  await pause(ms);
  const to = mark();
  isOn = false;
  await Promise.all(running);
  for (const line of lines) line.end();
  if (failures.length > 0) throw new Error('a payment had no answer', { cause: failures[0] });
  const count = to.count - from.count;
  const within = done.filter(({ endMs }) => endMs > from.ms && endMs <= to.ms);
  return {
    perSecond: count / ((to.ms - from.ms) / 1_000),
    latenciesMs: within.map(({ startMs, endMs }) => endMs - startMs),
    serverCpuUs: ((to.serverMs - from.serverMs) * 1_000) / count,
    databaseCpuUs: ((to.databaseMs - from.databaseMs) * 1_000) / count,
  };
}
