import type { ConversationId, PersonId, SessionId } from '@plaza/base';
import type { Database, Tx } from '../../../kernel/db/index.ts';
import type { Slot, SlotKey, SlotKind } from '../types.ts';

type Target = Pick<Database, 'query'>;

/** Due before everything else. */
const atOnce = new Date(0);

const columns = `p.person_id as "personId", p.session_id as "sessionId", p.slot, p.kind, p.facts,
  p.from_seq::float8 as "fromSeq", p.wanted_seq::float8 as "wantedSeq",
  p.sent_seq::float8 as "sentSeq", p.want, p.attempt, p.wanted_at as "wantedAt",
  p.expires_at as "expiresAt"`;
const key = 'person_id = $1 and session_id = $2 and slot = $3';
const keyOf = ({ personId, sessionId, slot }: SlotKey) => [personId, sessionId, slot];

export type Wanted = { personId: PersonId; conversationId: ConversationId } & {
  fromSeq: number;
  toSeq: number;
};
export type Times = { at: Date; dueAt: Date; expiresAt: Date };

/** Messages are to be called for on every device of these people; what is older changes nothing. */
export async function wantMessages(
  db: Target,
  wanted: readonly Wanted[],
  { at, dueAt, expiresAt }: Times,
): Promise<void> {
  await db.query(
    `insert into push_slot as p (person_id, session_id, slot, kind, facts, from_seq, wanted_seq,
       want, due_at, wanted_at, expires_at)
     select s.person_id, s.session_id, i.slot, 'message', '{}', i.from_seq, i.to_seq, 'show',
       $5, $6, $7
     from unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[])
       as i (person_id, slot, from_seq, to_seq)
     join push_subscription s on s.person_id = i.person_id
     order by s.person_id, s.session_id, i.slot
     on conflict (person_id, session_id, slot) do update set
       wanted_seq = excluded.wanted_seq, want = 'show', attempt = 0,
       due_at = least(p.due_at, excluded.due_at),
       wanted_at = excluded.wanted_at, expires_at = excluded.expires_at
     where excluded.wanted_seq > p.wanted_seq`,
    [
      wanted.map(({ personId }) => personId),
      wanted.map(({ conversationId }) => conversationId),
      wanted.map(({ fromSeq }) => fromSeq),
      wanted.map(({ toSeq }) => toSeq),
      ...[dueAt, at, expiresAt],
    ],
  );
}

export type Notice = { personId: PersonId; slot: string; kind: SlotKind; facts: object };

/** Something that happens once is to be shown on every device of a person. */
export async function wantNotice(
  db: Target,
  { personId, slot, kind, facts }: Notice,
  { at, expiresAt }: Omit<Times, 'dueAt'>,
): Promise<void> {
  await db.query(
    `insert into push_slot (person_id, session_id, slot, kind, facts, from_seq, wanted_seq, want,
       due_at, wanted_at, expires_at)
     select person_id, session_id, $2, $3, $4, 1, 1, 'show', $5, $6, $7
     from push_subscription where person_id = $1 order by session_id
     on conflict do nothing`,
    [personId, slot, kind, facts, atOnce, at, expiresAt],
  );
}

/** What was shown is to go; what was not sent yet is never sent. */
export async function unwantNotice(db: Target, personId: PersonId, slot: string): Promise<void> {
  await db.query(
    `delete from push_slot where person_id = $1 and slot = $2 and sent_seq = 0 and attempt = 0
       and due_at = $3`,
    [personId, slot, atOnce],
  );
  await db.query(
    `update push_slot set want = 'close', attempt = 0, due_at = $3
     where person_id = $1 and slot = $2 and want = 'show'`,
    [personId, slot, atOnce],
  );
}

/** All up to a place was read elsewhere: what is shown of it is to go from the other devices. */
export async function closeRead(
  db: Target,
  { personId, slot, readSeq }: { personId: PersonId; slot: string; readSeq: number },
  { except, at }: { except: readonly SessionId[]; at: Date },
): Promise<void> {
  await db.query(
    `update push_slot set want = 'close', attempt = 0, due_at = $4
     where person_id = $1 and slot = $2 and kind = 'message' and want = 'show' and sent_seq > 0
       and wanted_seq <= $3 and session_id <> all($5::uuid[])`,
    [personId, slot, readSeq, at, except],
  );
}

/** What these devices show was taken back. */
export async function takeBack(
  db: Target,
  { slot, seqs }: { slot: string; seqs: readonly number[] },
  at: Date,
): Promise<void> {
  await db.query(
    `update push_slot set want = 'gone', attempt = 0, due_at = $3
     where slot = $1 and kind = 'message' and want = 'show' and sent_seq = any($2::bigint[])
       and due_at is null`,
    [slot, seqs, at],
  );
}

/** Takes what is due; whoever takes it has until `leaseUntil`. */
export async function claimDue(
  db: Target,
  { now, leaseUntil, limit }: { now: Date; leaseUntil: Date; limit: number },
): Promise<Slot[]> {
  const { rows } = await db.query<Slot>(
    `update push_slot p set due_at = $2
     from (
       select person_id, session_id, slot from push_slot where due_at <= $1
       order by due_at limit $3 for update skip locked
     ) d
     where p.person_id = d.person_id and p.session_id = d.session_id and p.slot = d.slot
     returning ${columns}`,
    [now, leaseUntil, limit],
  );
  return rows;
}

/** Done with what was claimed; what came in between is due at `nextAt`. */
export async function settleSlot(
  db: Target,
  slot: Slot,
  { sentSeq, nextAt }: { sentSeq: number; nextAt: Date },
): Promise<void> {
  await db.query(
    `update push_slot set sent_seq = greatest(sent_seq, $4), from_seq = $5 + 1, attempt = 0,
       due_at = case when wanted_seq > $5 or want <> $6 then $7::timestamptz end
     where ${key}`,
    [...keyOf(slot), sentSeq, slot.wantedSeq, slot.want, nextAt],
  );
}

/** It went from the device; what came in between stays. */
export async function endSlot(db: Target, slot: Slot, nextAt: Date): Promise<void> {
  const values = [...keyOf(slot), slot.wantedSeq, slot.want];
  const { rowCount } = await db.query(
    `delete from push_slot where ${key} and wanted_seq = $4 and want = $5`,
    values,
  );
  if (rowCount === 0) {
    await db.query(`update push_slot set due_at = $4 where ${key}`, [...keyOf(slot), nextAt]);
  }
}

export async function postpone(
  db: Target,
  slot: Slot,
  { dueAt, attempt }: { dueAt: Date; attempt: number },
): Promise<void> {
  await db.query(`update push_slot set due_at = $4, attempt = $5 where ${key}`, [
    ...keyOf(slot),
    dueAt,
    attempt,
  ]);
}

/** Forgets what no device shows any more. */
export async function deleteExpired(db: Target, before: Date): Promise<void> {
  await db.query('delete from push_slot where expires_at < $1', [before]);
}

export async function countDue(db: Target): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'select count(*)::int as count from push_slot where due_at is not null',
  );
  return rows[0]?.count ?? 0;
}

export async function selectSlots(
  tx: Pick<Tx, 'query'>,
  personId: PersonId,
): Promise<Pick<Slot, 'sessionId' | 'slot' | 'kind' | 'wantedAt'>[]> {
  const { rows } = await tx.query<Pick<Slot, 'sessionId' | 'slot' | 'kind' | 'wantedAt'>>(
    `select session_id as "sessionId", slot, kind, wanted_at as "wantedAt" from push_slot
     where person_id = $1 order by session_id, slot`,
    [personId],
  );
  return rows;
}
