import type { ConversationId } from '@plaza/base';
import { pause } from '../lib/figures.ts';
import { openAsking, openLive, type Live } from '../reconnect/wire.ts';
import { inParallel } from '../group10k/crowd.ts';
import type { Payer } from './city.ts';

export const shares = 100;
const totalMinor = 1_000_000;
const openAtOnce = 64;
const patienceMs = 60_000;

/** A phone with the packet on its screen. */
export type Hand = { live: Live; hear: { current: (text: string) => void } };

/** Brings the takers online, as they are when a packet falls into their group. */
export async function openHands(port: number, tokens: readonly string[]): Promise<Hand[]> {
  const hands: Hand[] = [];
  await inParallel(tokens, openAtOnce, async (token) => {
    const hear = { current: (_text: string) => {} };
    const live = await openLive(port, { token, personalSeq: 0 }, (text) => hear.current(text));
    hands.push({ live, hear });
  });
  return hands;
}

export type Grabbed = { grabsPerSecond: number; latenciesMs: number[]; firstMs: number };

type Challenge = { challengeId: string; options: Record<string, unknown> };

async function sendPacket(
  port: number,
  { token, passkey }: Payer,
  conversationId: ConversationId,
): Promise<string> {
  const line = await openAsking(port);
  const split = { kind: 'lucky', forPersonId: null, count: shares };
  const payment = { conversationId, ...split, amountMinor: totalMinor, currency: 'points' };
  const begun = await line.call('packets.beginPasskeyApproval', payment, token);
  const { challengeId, options } = begun as Challenge;
  const approval = { kind: 'passkey', challengeId, response: passkey.get(options) };
  const asked = { key: crypto.randomUUID(), ...payment, greeting: '', approval };
  const sent = (await line.call('packets.send', asked, token)) as { packet: { packetId: string } };
  line.end();
  return sent.packet.packetId;
}

type Tally = { answered: number; takenMinor: number; taken: number; unexpected: string[] };

function count(tally: Tally, text: string): void {
  tally.answered += 1;
  if (text.startsWith('{"t":"refused"')) {
    if (!text.includes('"packet_gone"')) tally.unexpected.push(text);
    return;
  }
  const { output } = JSON.parse(text) as {
    output: { packet: { mine: { money: { amountMinor: number } } | null } };
  };
  tally.taken += 1;
  tally.takenMinor += output.packet.mine?.money.amountMinor ?? Number.NaN;
}

/** A figure of a packet that lost or made a cent would be worth nothing. */
function expectExact({ taken, takenMinor, unexpected }: Tally): void {
  if (unexpected.length > 0) throw new Error(`answered otherwise: ${unexpected[0]}`);
  if (taken !== shares) throw new Error(`${taken} people have a share of ${shares}`);
  if (takenMinor !== totalMinor) throw new Error(`${takenMinor} was taken of ${totalMinor}`);
}

/** Everybody grabs within `withinMs`, open loop: nobody waits for anybody else's answer. */
export async function runGrabs(
  { port, sender, conversationId }: { port: number; sender: Payer; conversationId: ConversationId },
  hands: readonly Hand[],
  withinMs: number,
): Promise<Grabbed> {
  const packetId = await sendPacket(port, sender, conversationId);
  // The card comes to everybody first; that is fan-out, which another bench measures.
  await pause(3_000);
  const tally: Tally = { answered: 0, takenMinor: 0, taken: 0, unexpected: [] };
  const latenciesMs: number[] = [];
  let lastMs = 0;
  const startMs = performance.now();
  const call = JSON.stringify({ t: 'call', id: 7, method: 'packets.open', input: { packetId } });
  const grab = ({ live, hear }: Hand) => {
    // When it was due, so that a generator that is late hides nothing.
    const dueMs = performance.now();
    hear.current = (text) => {
      if (!/^\{"t":"(answer|refused)","id":7/.test(text)) return;
      lastMs = performance.now();
      latenciesMs.push(lastMs - dueMs);
      count(tally, text);
    };
    live.send(call);
  };
  for (let at = 0; at < hands.length;) {
    const due = Math.min(
      hands.length,
      withinMs === 0
        ? hands.length
        : Math.ceil(((performance.now() - startMs) / withinMs) * hands.length),
    );
    for (; at < due; at += 1) grab(hands[at] as Hand);
    if (at < hands.length) await pause(1);
  }
  while (tally.answered < hands.length && performance.now() - startMs < patienceMs) await pause(5);
  if (tally.answered < hands.length) throw new Error('a grab had no answer');
  expectExact(tally);
  return {
    grabsPerSecond: hands.length / ((lastMs - startMs) / 1_000),
    latenciesMs,
    firstMs: Math.min(...latenciesMs),
  };
}
