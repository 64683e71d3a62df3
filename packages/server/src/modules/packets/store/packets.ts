import type { PacketId, PersonId } from '@plaza/base';
import type { PacketRow } from '../types.ts';
import type { Querying } from './tables.ts';

const columns = `
  packet_id as "packetId", sender_id as "senderId", conversation_id as "conversationId",
  is_direct as "isDirect", kind, for_person_id as "forPersonId", share_count as "shareCount",
  amount_minor as "amountMinor", currency, greeting, seed, commitment, shares, state, failure,
  given_count as "givenCount", taken_count as "takenCount", taken_minor as "takenMinor",
  returned_minor as "returnedMinor", is_cut_short as "isCutShort", attempt,
  created_at as "createdAt", expires_at as "expiresAt", over_at as "overAt",
  closed_at as "closedAt", due_at as "dueAt"`;

type Read = Omit<PacketRow, 'shares'> & { shares: (bigint | string)[] };

function rowOf({ shares, ...rest }: Read): PacketRow {
  return { ...rest, shares: shares.map(BigInt) };
}

export async function selectPackets(
  q: Querying,
  packetIds: readonly string[],
): Promise<PacketRow[]> {
  if (packetIds.length === 0) return [];
  const { rows } = await q.query<Read>(
    `select ${columns} from packets_packet where packet_id = any($1::uuid[])`,
    [packetIds],
  );
  return rows.map(rowOf);
}

export async function selectPacket(q: Querying, packetId: string): Promise<PacketRow | null> {
  return (await selectPackets(q, [packetId]))[0] ?? null;
}

/** Keeps others from promising shares of it until the end of the transaction. */
export async function lockPacket(q: Querying, packetId: PacketId): Promise<PacketRow | null> {
  const { rows } = await q.query<Read>(
    `select ${columns} from packets_packet where packet_id = $1 for no key update`,
    [packetId],
  );
  return rows[0] === undefined ? null : rowOf(rows[0]);
}

export type NewPacketRow = Pick<
  PacketRow,
  | 'packetId'
  | 'senderId'
  | 'conversationId'
  | 'isDirect'
  | 'kind'
  | 'forPersonId'
  | 'shareCount'
  | 'amountMinor'
  | 'currency'
  | 'greeting'
  | 'seed'
  | 'commitment'
  | 'shares'
  | 'createdAt'
>;

export async function insertPacket(q: Querying, row: NewPacketRow): Promise<void> {
  await q.query(
    `insert into packets_packet (packet_id, sender_id, conversation_id, is_direct, kind,
       for_person_id, share_count, amount_minor, currency, greeting, seed, commitment, shares,
       created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::bigint[], $14)`,
    [
      ...[row.packetId, row.senderId, row.conversationId, row.isDirect, row.kind],
      ...[row.forPersonId, row.shareCount, row.amountMinor, row.currency, row.greeting],
      ...[row.seed, row.commitment, row.shares, row.createdAt],
    ],
  );
}

/** False when it is not in process any more. */
export async function failPacket(
  q: Querying,
  packetId: PacketId,
  failure: string,
): Promise<boolean> {
  const { rowCount } = await q.query(
    `update packets_packet set state = 'failed', failure = $2, due_at = null
     where packet_id = $1 and state = 'processing'`,
    [packetId, failure],
  );
  return rowCount === 1;
}

/** Promises so many more shares; the packet is locked. */
export async function raiseGiven(q: Querying, packetId: PacketId, by: number): Promise<void> {
  await q.query(`update packets_packet set given_count = given_count + $2 where packet_id = $1`, [
    packetId,
    by,
  ]);
}

/**
 * Writes what the projection made of packets, in the order of their keys. When one is to be looked
 * at may be changed meanwhile, by whoever cuts it short: that stays.
 */
export async function updatePackets(q: Querying, rows: readonly PacketRow[]): Promise<void> {
  if (rows.length === 0) return;
  const sorted = rows.toSorted((a, b) => (a.packetId < b.packetId ? -1 : 1));
  await q.query(
    `update packets_packet p set state = n.state, taken_count = n.taken_count,
       taken_minor = n.taken_minor, returned_minor = n.returned_minor, expires_at = n.expires_at,
       over_at = n.over_at, closed_at = n.closed_at,
       due_at = case when n.state <> 'open' then n.due_at
         when p.is_cut_short or p.state = 'open' then coalesce(p.due_at, p.created_at)
         else n.due_at end
     from unnest($1::uuid[], $2::text[], $3::int[], $4::bigint[], $5::bigint[],
       $6::timestamptz[], $7::timestamptz[], $8::timestamptz[], $9::timestamptz[])
       as n (packet_id, state, taken_count, taken_minor, returned_minor, expires_at, over_at,
         closed_at, due_at)
     where p.packet_id = n.packet_id`,
    [
      sorted.map((row) => row.packetId),
      sorted.map((row) => row.state),
      sorted.map((row) => row.takenCount),
      sorted.map((row) => row.takenMinor),
      sorted.map((row) => row.returnedMinor),
      sorted.map((row) => row.expiresAt),
      sorted.map((row) => row.overAt),
      sorted.map((row) => row.closedAt),
      sorted.map((row) => row.dueAt),
    ],
  );
}

/** Packets that are to be closed, the longest due first; with `all` also those put off. */
export async function selectDuePackets(
  q: Querying,
  { now, all, limit }: { now: Date; all: boolean; limit: number },
): Promise<PacketRow[]> {
  const isDue = all
    ? `due_at is not null and (state = 'taken' or is_cut_short or expires_at <= $1)`
    : `due_at <= $1`;
  const { rows } = await q.query<Read>(
    `select ${columns} from packets_packet
     where ${isDue} and state in ('open', 'taken', 'returned') order by due_at limit $2`,
    [now, limit],
  );
  return rows.map(rowOf);
}

/** Looks at it again later; an attempt whose ids were refused is left for the next one. */
export async function postponePacket(
  q: Querying,
  { packetId, attempt }: Pick<PacketRow, 'packetId' | 'attempt'>,
  { dueAt, isUsedUp }: { dueAt: Date; isUsedUp: boolean },
): Promise<void> {
  await q.query(
    `update packets_packet set due_at = $3, attempt = attempt + $4
     where packet_id = $1 and attempt = $2 and due_at is not null`,
    [packetId, attempt, dueAt, isUsedUp ? 1 : 0],
  );
}

/** Blanks what an erased person wrote on packets, and ends those that are open. */
export async function cutShort(q: Querying, senderId: PersonId, at: Date): Promise<void> {
  const own = `packet_id in (select packet_id from packets_party where person_id = $1)`;
  await q.query(
    `update packets_packet set greeting = '' where sender_id = $1 and greeting <> '' and ${own}`,
    [senderId],
  );
  await q.query(
    `update packets_packet set is_cut_short = true, due_at = $2
     where sender_id = $1 and state in ('processing', 'open') and ${own}`,
    [senderId, at],
  );
}

/** Packets of a sender in which there may still be money. */
export async function selectUnclosedOf(q: Querying, senderId: PersonId): Promise<PacketRow[]> {
  const { rows } = await q.query<Read>(
    `select ${columns} from packets_packet
     where sender_id = $1 and closed_at is null and state <> 'failed'
       and packet_id in (select packet_id from packets_party where person_id = $1)`,
    [senderId],
  );
  return rows.map(rowOf);
}
