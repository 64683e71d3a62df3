import { pick, type PacketId } from '@plaza/base';
import { callsOf } from './record.ts';
import { beginCall, call, newId, someNode, type Act, type Standing } from './standing.ts';
import { currency, pin } from './teller.ts';

const approval = { kind: 'pin', pin } as const;

/** A packet into a group of mine: some are too large for whoever sends them. */
async function sendPacket(here: Standing): Promise<void> {
  const { record, random, personId } = here;
  const mine = record.groups.filter(({ members }) => members.includes(personId));
  if (mine.length === 0) return;
  const { conversationId } = pick(random, mine);
  const count = 1 + random.int(5);
  const kind = random.int(2) === 0 ? ('lucky' as const) : ('fixed' as const);
  const amountMinor = random.int(15) === 0 ? 20_000 * count : count + random.int(500);
  await call(here, 'packets.send', {
    ...{ key: newId(), conversationId, kind, forPersonId: null, count, amountMinor, currency },
    ...{ greeting: 'Luck', approval },
  });
}

/** Taps on one of the last packets, known to be there or not mine at all; now and then twice. */
async function openPacket(here: Standing): Promise<void> {
  const { record, random, teller } = here;
  const sent = callsOf(record, 'packets.send').slice(-15);
  if (sent.length === 0) return;
  const { told } = pick(random, sent);
  if (told.as !== 'done') return;
  const input = { packetId: told.value as PacketId };
  if (random.int(5) > 0) return void (await call(here, 'packets.open', input));
  const both = [beginCall(here, 'packets.open', input), beginCall(here, 'packets.open', input)];
  await Promise.all(both.map((one) => teller.ask(one, someNode(random))));
}

export const packetActs: readonly Act[] = [
  { weight: 8, run: sendPacket },
  { weight: 24, run: openPacket },
];
