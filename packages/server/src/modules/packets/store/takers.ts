import type { PacketId, PersonId } from '@plaza/base';
import type { TakerRow } from '../types.ts';
import type { Querying } from './tables.ts';

const columns = `
  packet_id as "packetId", person_id as "personId", share_number as "shareNumber",
  amount_minor as "amountMinor", state, attempt, taken_at as "takenAt"`;

/** All who were promised a share of these packets. */
export async function selectTakersOf(
  q: Querying,
  packetIds: readonly string[],
): Promise<TakerRow[]> {
  if (packetIds.length === 0) return [];
  const { rows } = await q.query<TakerRow>(
    `select ${columns} from packets_taker where packet_id = any($1::uuid[])
     order by packet_id, share_number`,
    [packetIds],
  );
  return rows;
}

/** What these people were promised of packets. */
export async function selectTakers(
  q: Querying,
  packetIds: readonly string[],
  people: readonly PersonId[],
): Promise<TakerRow[]> {
  if (packetIds.length === 0 || people.length === 0) return [];
  const { rows } = await q.query<TakerRow>(
    `select ${columns} from packets_taker
     where packet_id = any($1::uuid[]) and person_id = any($2::uuid[])`,
    [packetIds, people],
  );
  return rows;
}

export type Promised = Pick<TakerRow, 'packetId' | 'personId' | 'shareNumber' | 'amountMinor'>;

export async function insertTakers(
  q: Querying,
  rows: readonly Promised[],
  dueAt: Date,
): Promise<void> {
  await q.query(
    `insert into packets_taker (packet_id, person_id, share_number, amount_minor, due_at)
     select *, $5 from unnest($1::uuid[], $2::uuid[], $3::int[], $4::bigint[])`,
    [
      rows.map((row) => row.packetId),
      rows.map((row) => row.personId),
      rows.map((row) => row.shareNumber),
      rows.map((row) => row.amountMinor),
      dueAt,
    ],
  );
}

/** Those whom the ledger refused try again. */
export async function retakeTakers(
  q: Querying,
  packetId: PacketId,
  { people, dueAt }: { people: readonly PersonId[]; dueAt: Date },
): Promise<void> {
  await q.query(
    `update packets_taker set state = 'taking', due_at = $3
     where packet_id = $1 and person_id = any($2::uuid[]) and state = 'refused'`,
    [packetId, people, dueAt],
  );
}

/** What the ledger said to a try; only of the attempt that was made. */
export async function endTry(
  q: Querying,
  { packetId, personId, attempt }: TakerRow,
  { state, isUsedUp }: { state: 'taking' | 'refused' | 'late'; isUsedUp: boolean },
): Promise<void> {
  await q.query(
    `update packets_taker set state = $4, attempt = attempt + $5
     where packet_id = $1 and person_id = $2 and attempt = $3 and state = 'taking'`,
    [packetId, personId, attempt, state, isUsedUp ? 1 : 0],
  );
}

/** Tries that somebody left. */
export async function selectDueTakers(
  q: Querying,
  { before, limit }: { before: Date; limit: number },
): Promise<TakerRow[]> {
  const { rows } = await q.query<TakerRow>(
    `select ${columns} from packets_taker where state = 'taking' and due_at <= $1
     order by due_at limit $2`,
    [before, limit],
  );
  return rows;
}

export async function postponeTakers(
  q: Querying,
  packetId: PacketId,
  { people, dueAt }: { people: readonly PersonId[]; dueAt: Date },
): Promise<void> {
  await q.query(
    `update packets_taker set due_at = $3
     where packet_id = $1 and person_id = any($2::uuid[]) and state = 'taking'`,
    [packetId, people, dueAt],
  );
}

/** Writes who has got their share, in the order of the keys. */
export async function updateTaken(q: Querying, rows: readonly TakerRow[]): Promise<void> {
  if (rows.length === 0) return;
  const sorted = rows.toSorted((a, b) =>
    `${a.packetId} ${a.personId}` < `${b.packetId} ${b.personId}` ? -1 : 1,
  );
  await q.query(
    `update packets_taker t set state = 'taken', taken_at = n.taken_at
     from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) as n (packet_id, person_id, taken_at)
     where t.packet_id = n.packet_id and t.person_id = n.person_id`,
    [
      sorted.map((row) => row.packetId),
      sorted.map((row) => row.personId),
      sorted.map((row) => row.takenAt),
    ],
  );
}

/** Tries of a person that are under way. */
export async function selectTakingOf(q: Querying, personId: PersonId): Promise<TakerRow[]> {
  const { rows } = await q.query<TakerRow>(
    `select ${columns} from packets_taker where person_id = $1 and state = 'taking'`,
    [personId],
  );
  return rows;
}
