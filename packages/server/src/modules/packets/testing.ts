import type { ConversationId, PacketId, PersonId } from '@plaza/base';
import { byPin, must, openTestPay } from '../pay/testing/index.ts';
import type { PacketsDeps } from './deps.ts';
import { createPackets, type Packets } from './service.ts';
import type { NewPacket } from './types.ts';

export { byPin, hourMs, must, reason } from '../pay/testing/index.ts';

export const dayMs = 24 * 3_600_000;

/** Red packets with their real neighbours, on a database of their own. */
export async function openTestPackets(kind: 'memory' | 'postgres' = 'memory') {
  const city = await openTestPay(kind, { migrations: ['packets'] });
  const depsOf = (pay: PacketsDeps['pay']): PacketsDeps => ({ ...city, pay });
  const packets: Packets = createPackets(depsOf(city.pay.core));
  let count = 0;

  return {
    ...city,
    ...{ packets, depsOf },
    /** Red packets of another process on the same database and ledger. */
    anotherPackets(over: Partial<PacketsDeps> = {}, pay = city.another()): Packets {
      const outbox = { add: city.outbox.add, react() {} };
      return createPackets({ ...depsOf(pay.core), outbox, ...over });
    },
    /** A group of people who all have a wallet; the first one has points. */
    async group(size: number, points = 100_000): Promise<[ConversationId, PersonId[]]> {
      const owner = await city.person('Ana', points);
      const people = [owner];
      while (people.length < size) people.push(await city.person('Ben'));
      for (const other of people.slice(1)) await city.contacts.befriend(owner, other);
      const made = await city.chat.groups.create(owner, {
        ...{ clientId: city.newId(), name: 'Us', memberIds: people.slice(1) },
      });
      return [must(made).head.conversation.conversationId, people];
    },
    async direct(one: PersonId, other: PersonId): Promise<ConversationId> {
      return must(await city.chat.direct.open(one, other)).head.conversation.conversationId;
    },
    send(senderId: PersonId, conversationId: ConversationId, over: Partial<NewPacket> = {}) {
      count += 1;
      return packets.send(senderId, {
        ...{ key: city.newKey(), conversationId, kind: 'lucky', forPersonId: null, count: 3 },
        ...{ amountMinor: 1_000, currency: 'points', greeting: `Luck ${count}`, approval: byPin },
        ...over,
      });
    },
    async detail(viewerId: PersonId, packetId: PacketId) {
      return must(await packets.getDetail(viewerId, packetId));
    },
    /** What the ledger has in the account of a packet. */
    async rows(packetId: PacketId) {
      const { rows } = await city.db.query<{ person_id: PersonId; state: string }>(
        'select * from packets_taker where packet_id = $1 order by share_number',
        [packetId],
      );
      return rows;
    },
  };
}

export type TestPackets = Awaited<ReturnType<typeof openTestPackets>>;
