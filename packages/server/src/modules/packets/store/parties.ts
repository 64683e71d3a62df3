import type { PacketId, PersonId } from '@plaza/base';
import type { Querying } from './tables.ts';

export type PartyRow = { personId: PersonId; packetId: PacketId };

/** Writes whose packets they are; the same once more changes nothing. */
export async function insertParties(q: Querying, rows: readonly PartyRow[]): Promise<void> {
  if (rows.length === 0) return;
  const sorted = rows.toSorted((a, b) =>
    `${a.personId} ${a.packetId}` < `${b.personId} ${b.packetId}` ? -1 : 1,
  );
  await q.query(
    `insert into packets_party (person_id, packet_id)
     select * from unnest($1::uuid[], $2::uuid[]) on conflict do nothing`,
    [sorted.map((row) => row.personId), sorted.map((row) => row.packetId)],
  );
}

/** Ids of all packets of a person in their order, a page after `after`. */
export async function selectOwn(
  q: Querying,
  personId: PersonId,
  { after, limit }: { after: string; limit: number },
): Promise<PacketId[]> {
  const { rows } = await q.query<{ packetId: PacketId }>(
    `select packet_id as "packetId" from packets_party
     where person_id = $1 and packet_id > $2 order by packet_id limit $3`,
    [personId, after, limit],
  );
  return rows.map(({ packetId }) => packetId);
}

/** Everybody with whom a person shares a packet, as its sender or as a taker. */
export async function selectOthers(q: Querying, personId: PersonId): Promise<PersonId[]> {
  const own = `select packet_id from packets_party where person_id = $1`;
  const { rows } = await q.query<{ personId: PersonId }>(
    `select sender_id as "personId" from packets_packet where packet_id in (${own})
     union
     select person_id from packets_taker where packet_id in (${own})`,
    [personId],
  );
  return rows.map((row) => row.personId).filter((id) => id !== personId);
}

export async function deleteParties(q: Querying, personId: PersonId): Promise<void> {
  await q.query(`delete from packets_party where person_id = $1`, [personId]);
}
