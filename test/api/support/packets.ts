import type { ConversationId, PacketId } from '@plaza/base';
import type { MethodInput, Packet, PacketDetail } from '@plaza/contract';
import { befriend, type TestCity } from './city.ts';
import { byPin, createPin, currency, newKey, topUp } from './pay.ts';
import type { TestPerson } from './person.ts';
import { createGroup } from './talk.ts';

type Sending = MethodInput<'packets.send'>;

/** Ten, for four, by luck: under a new key, approved by the PIN of `createPin`. */
export function packetInto(conversationId: ConversationId, change: Partial<Sending> = {}): Sending {
  const shares = { kind: 'lucky', forPersonId: null, count: 4, amountMinor: 1_000 } as const;
  const asked = { key: newKey(), conversationId, currency, greeting: '', approval: byPin() };
  return { ...shares, ...asked, ...change };
}

export async function sendPacket(
  sender: TestPerson,
  conversationId: ConversationId,
  change: Partial<Sending> = {},
): Promise<Packet> {
  return (await sender.must('packets.send', packetInto(conversationId, change))).packet;
}

export async function open(person: TestPerson, packetId: PacketId): Promise<Packet> {
  return (await person.must('packets.open', { packetId })).packet;
}

export async function detailOf(person: TestPerson, packetId: PacketId): Promise<PacketDetail> {
  return person.must('packets.getDetail', { packetId });
}

export async function packetOf(person: TestPerson, packetId: PacketId): Promise<Packet | null> {
  const { packets } = await person.must('packets.getPackets', { packetIds: [packetId] });
  return packets[0] ?? null;
}

/** A group of four, the first of whom has 100.00 and a PIN, and the operator of their city. */
export async function openGroup(city: TestCity) {
  const operator = await city.operator();
  const [ana, wei] = await city.contacts('Ana', 'Wei');
  const [kim, eve] = [await city.signUp('Kim'), await city.signUp('Eve')];
  await befriend(ana, kim, city.settle);
  await befriend(ana, eve, city.settle);
  await createPin(ana);
  await topUp(operator, ana, 10_000);
  const conversationId = await createGroup(ana, [wei, kim, eve], 'Us');
  return { operator, ana, wei, kim, eve, conversationId };
}
