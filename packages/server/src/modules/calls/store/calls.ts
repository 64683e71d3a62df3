import type { CallId, PersonId, SeatId } from '@plaza/base';
import type { Tx } from '../../../kernel/db/index.ts';
import { joinedCount, type Party } from '../machine.ts';
import type { CallRow } from '../types.ts';

export type Querying = Pick<Tx, 'query'>;

const callColumns = `call_id as "callId", conversation_id as "conversationId", kind, media,
  caller_id as "callerId", state, outcome, version, started_at as "startedAt",
  answered_at as "answeredAt", ended_at as "endedAt"`;
const partyColumns = `call_id as "callId", person_id as "personId", state, seat_id as "seatId",
  ring_until as "ringUntil", seen_at as "seenAt", took_part as "tookPart"`;

type PartyRow = Party & { callId: CallId };

async function withParties(q: Querying, calls: Omit<CallRow, 'parties'>[]): Promise<CallRow[]> {
  if (calls.length === 0) return [];
  const { rows } = await q.query<PartyRow>(
    `select ${partyColumns} from calls_party where call_id = any($1::uuid[])
     order by call_id, person_id`,
    [calls.map(({ callId }) => callId)],
  );
  return calls.map((call) => ({
    ...call,
    parties: rows
      .filter(({ callId }) => callId === call.callId)
      .map(({ callId: _, ...party }) => party),
  }));
}

export async function selectCall(q: Querying, callId: CallId): Promise<CallRow | null> {
  const { rows } = await q.query<Omit<CallRow, 'parties'>>(
    `select ${callColumns} from calls_call where call_id = $1`,
    [callId],
  );
  return (await withParties(q, rows))[0] ?? null;
}

/** Every change of a call happens behind this lock. */
export async function lockCall(tx: Tx, callId: CallId): Promise<CallRow | null> {
  const { rows } = await tx.query<Omit<CallRow, 'parties'>>(
    `select ${callColumns} from calls_call where call_id = $1 for update`,
    [callId],
  );
  // Asked only now, as they are once nobody else can change them.
  return (await withParties(tx, rows))[0] ?? null;
}

/** False when the call is there already. */
export async function insertCall(tx: Tx, call: CallRow): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into calls_call (call_id, conversation_id, kind, media, caller_id, state, outcome,
       joined_count, version, started_at, answered_at, ended_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing`,
    [
      ...[call.callId, call.conversationId, call.kind, call.media, call.callerId, call.state],
      ...[call.outcome, joinedCount(call), call.version, call.startedAt, call.answeredAt],
      call.endedAt,
    ],
  );
  if (rowCount !== 1) return false;
  await upsertParties(tx, call);
  return true;
}

async function upsertParties(tx: Tx, { callId, parties }: CallRow): Promise<void> {
  await tx.query(
    `insert into calls_party (call_id, person_id, state, seat_id, ring_until, seen_at, took_part)
     select $1, * from unnest($2::uuid[], $3::text[], $4::uuid[], $5::timestamptz[],
       $6::timestamptz[], $7::boolean[])
     on conflict (call_id, person_id) do update set state = excluded.state,
       seat_id = excluded.seat_id, ring_until = excluded.ring_until,
       seen_at = excluded.seen_at, took_part = excluded.took_part`,
    [
      callId,
      parties.map(({ personId }) => personId),
      parties.map(({ state }) => state),
      parties.map(({ seatId }) => seatId),
      parties.map(({ ringUntil }) => ringUntil),
      parties.map(({ seenAt }) => seenAt),
      parties.map(({ tookPart }) => tookPart),
    ],
  );
}

/** Writes how a locked call is now. */
export async function updateCall(tx: Tx, call: CallRow): Promise<void> {
  await tx.query(
    `update calls_call set state = $2, outcome = $3, joined_count = $4, version = $5,
       answered_at = $6, ended_at = $7 where call_id = $1`,
    [
      ...[call.callId, call.state, call.outcome, joinedCount(call), call.version],
      ...[call.answeredAt, call.endedAt],
    ],
  );
  await upsertParties(tx, call);
}

/** The calls that ring for a person or that they are in. */
export async function selectLive(q: Querying, personId: PersonId): Promise<CallRow[]> {
  const { rows } = await q.query<Omit<CallRow, 'parties'>>(
    `select ${callColumns} from calls_call c where c.state <> 'ended' and call_id in (
       select call_id from calls_party where person_id = $1 and state in ('ringing', 'joined')
     ) order by started_at, call_id`,
    [personId],
  );
  return withParties(q, rows);
}

/** Calls in which ringing is over, or somebody was not heard of since `seenBefore`. */
export async function selectDue(
  q: Querying,
  { at, seenBefore, limit }: { at: Date; seenBefore: Date; limit: number },
): Promise<CallId[]> {
  const { rows } = await q.query<{ callId: CallId }>(
    `select call_id as "callId" from calls_party where state = 'ringing' and ring_until <= $1
     union
     select call_id from calls_party where state = 'joined' and seen_at <= $2
     limit $3`,
    [at, seenBefore, limit],
  );
  return rows.map(({ callId }) => callId);
}

/** Notes that a device is still there; false when it is not in the call. */
export async function touchSeat(
  q: Querying,
  seat: { callId: CallId; personId: PersonId; seatId: SeatId; at: Date },
): Promise<boolean> {
  const { rowCount } = await q.query(
    `update calls_party set seen_at = greatest(seen_at, $4)
     where call_id = $1 and person_id = $2 and seat_id = $3`,
    [seat.callId, seat.personId, seat.seatId, seat.at],
  );
  return rowCount === 1;
}

/** Whether both devices are in the call. */
export async function areSeated(
  q: Querying,
  callId: CallId,
  seats: readonly { personId: PersonId; seatId: SeatId }[],
): Promise<boolean> {
  const { rows } = await q.query<{ personId: PersonId; seatId: SeatId }>(
    `select person_id as "personId", seat_id as "seatId" from calls_party
     where call_id = $1 and person_id = any($2::uuid[]) and state = 'joined'`,
    [callId, seats.map(({ personId }) => personId)],
  );
  return seats.every((seat) =>
    rows.some(({ personId, seatId }) => personId === seat.personId && seatId === seat.seatId),
  );
}

export async function deleteEnded(q: Querying, before: Date): Promise<void> {
  await q.query('delete from calls_call where ended_at < $1', [before]);
}

export type KeptCall = Omit<CallRow, 'parties'> & { part: Party['state'] };

/** The calls of a person that are still kept. */
export async function selectKept(q: Querying, personId: PersonId): Promise<KeptCall[]> {
  const { rows } = await q.query<KeptCall>(
    `select ${callColumns}, part from calls_call join (
       select call_id, state as part from calls_party where person_id = $1
     ) p using (call_id) order by started_at, call_id`,
    [personId],
  );
  return rows;
}

/** Deletes the calls that a person made, and their part in those of others. */
export async function eraseOf(tx: Tx, personId: PersonId): Promise<void> {
  await tx.query('delete from calls_call where caller_id = $1', [personId]);
  await tx.query('delete from calls_party where person_id = $1', [personId]);
}
