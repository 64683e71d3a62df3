import type { PersonId } from '@plaza/base';
import type { PersonalEvent } from '@plaza/contract';
import type { Database, Tx } from '../../kernel/db/index.ts';

export const tables = ['sync_head', 'sync_event'];

export type NewEvent = { personId: PersonId; name: string; payload: unknown; at: Date };

const appendSql = `
  with head as (
    insert into sync_head as h (person_id, last_seq) values ($1, 1)
    on conflict (person_id) do update set last_seq = h.last_seq + 1
    returning last_seq
  )
  insert into sync_event (person_id, seq, name, payload, at)
  select $1, last_seq, $2, $3::jsonb, $4 from head
  returning seq`;

export async function insertEvent(tx: Tx, event: NewEvent): Promise<number> {
  const { rows } = await tx.query<{ seq: bigint }>({
    name: 'sync_append',
    text: appendSql,
    values: [event.personId, event.name, JSON.stringify(event.payload), event.at],
  });
  return Number(rows[0]?.seq);
}

// The heads are locked in the order of their keys: two transactions never wait for each other.
const appendManySql = `
  with input as materialized (
    select u.*, row_number() over (partition by person_id order by ord) as n
    from unnest($1::uuid[], $2::text[], $3::jsonb[])
      with ordinality as u (person_id, name, payload, ord)
  ), wanted as materialized (
    select person_id, count(*) as count from input group by person_id order by person_id
  ), head as (
    insert into sync_head as h (person_id, last_seq)
    select person_id, count from wanted order by person_id
    on conflict (person_id) do update set last_seq = h.last_seq + excluded.last_seq
    returning person_id, last_seq
  ), written as (
    insert into sync_event (person_id, seq, name, payload, at)
    select i.person_id, h.last_seq - w.count + i.n, i.name, i.payload, $4
    from input i join wanted w using (person_id) join head h using (person_id)
    returning 1
  )
  select i.ord, h.last_seq - w.count + i.n as seq
  from input i join wanted w using (person_id) join head h using (person_id)`;

/** The sequences of the events, in the order of `events`. */
export async function insertEvents(
  tx: Tx,
  events: readonly Omit<NewEvent, 'at'>[],
  at: Date,
): Promise<number[]> {
  const { rows } = await tx.query<{ ord: bigint; seq: string }>(appendManySql, [
    events.map((event) => event.personId),
    events.map((event) => event.name),
    events.map((event) => JSON.stringify(event.payload)),
    at,
  ]);
  const seqs = Array.from<number>({ length: events.length });
  for (const { ord, seq } of rows) seqs[Number(ord) - 1] = Number(seq);
  return seqs;
}

/** Where the logs of these people end, in the order of `people`. */
export async function selectHeadSeqs(
  db: Pick<Database, 'query'>,
  people: readonly PersonId[],
): Promise<number[]> {
  const { rows } = await db.query<{ person_id: PersonId; last_seq: bigint }>({
    name: 'sync_heads',
    text: 'select person_id, last_seq from sync_head where person_id = any($1::uuid[])',
    values: [people],
  });
  const seqs = new Map(rows.map((row) => [row.person_id, Number(row.last_seq)]));
  return people.map((personId) => seqs.get(personId) ?? 0);
}

export type Stretch = { lastSeq: number; trimmedSeq: number; events: PersonalEvent[] };

type StretchRow = {
  last_seq: bigint;
  trimmed_seq: bigint;
  seq: bigint | null;
  name: string;
  payload: unknown;
  at: Date;
};

/** One statement, hence one snapshot: a trim beside it cannot make a gap look like the whole. */
export async function selectEvents(
  db: Pick<Database, 'query'>,
  personId: PersonId,
  range: { after: number; limit: number },
): Promise<Stretch> {
  const { rows } = await db.query<StretchRow>({
    name: 'sync_events',
    text: `
      select h.last_seq, h.trimmed_seq, e.seq, e.name, e.payload, e.at
      from sync_head h left join lateral (
        select * from sync_event e where e.person_id = h.person_id and e.seq > $2
        order by e.seq limit $3
      ) e on true
      where h.person_id = $1 order by e.seq`,
    values: [personId, range.after, range.limit],
  });
  const events = rows.flatMap(({ seq, name, payload, at }) =>
    seq === null ? [] : [{ seq: Number(seq), name, payload, at: at.toISOString() }],
  );
  return {
    lastSeq: Number(rows[0]?.last_seq ?? 0n),
    trimmedSeq: Number(rows[0]?.trimmed_seq ?? 0n),
    events,
  };
}

/** Trims up to 500 people after `afterPerson`; gives the last of them, or null at the end. */
export async function trimPeople(
  db: Pick<Database, 'query'>,
  page: { afterPerson: string; before: Date; keep: number },
): Promise<string | null> {
  const { rows } = await db.query<{ last: string | null }>(
    `with page as materialized (
       select person_id, last_seq, trimmed_seq from sync_head
       where person_id > $1 order by person_id limit 500
     ), cut as materialized (
       select p.person_id, greatest(p.trimmed_seq, p.last_seq - $3, coalesce((
         select e.seq from sync_event e where e.person_id = p.person_id and e.at < $2
         order by e.seq desc limit 1), 0)) as seq
       from page p
     ), marked as (
       update sync_head h set trimmed_seq = cut.seq from cut
       where h.person_id = cut.person_id and h.trimmed_seq < cut.seq
       returning h.person_id, h.trimmed_seq
     ), gone as (
       delete from sync_event e using marked m
       where e.person_id = m.person_id and e.seq <= m.trimmed_seq
     )
     select (select person_id from page order by person_id desc limit 1) as last`,
    [page.afterPerson, page.before, page.keep],
  );
  return rows[0]?.last ?? null;
}

/**
 * Trims the logs of others up to the last event that speaks of a person: cards, requests and
 * messages of theirs are in them. A device that was away longer takes a snapshot instead.
 */
export async function trimMentions(tx: Tx, personId: PersonId): Promise<void> {
  await tx.query(
    `with cut as materialized (
       select person_id, max(seq) as seq from sync_event
       where person_id <> $1 and strpos(payload::text, $1::text) > 0 group by person_id
     ), marked as (
       update sync_head h set trimmed_seq = cut.seq from cut
       where h.person_id = cut.person_id and h.trimmed_seq < cut.seq
     )
     delete from sync_event e using cut where e.person_id = cut.person_id and e.seq <= cut.seq`,
    [personId],
  );
}

/** The events of one kind about one object: `path` leads to its id in the payload. */
export type EventsOf = { name: string; path: readonly string[]; id: string };

/** Overwrites earlier events; they keep their places. */
export async function rewriteEvents(
  tx: Tx,
  personId: PersonId,
  which: EventsOf,
  to: Pick<NewEvent, 'name' | 'payload'>,
): Promise<void> {
  await tx.query(
    `update sync_event set name = $5, payload = $6::jsonb
     where person_id = $1 and name = $2 and payload #>> $3::text[] = $4`,
    [personId, which.name, which.path, which.id, to.name, JSON.stringify(to.payload)],
  );
}

export async function erasePerson(tx: Tx, personId: PersonId): Promise<void> {
  await tx.query('delete from sync_event where person_id = $1', [personId]);
  await tx.query('delete from sync_head where person_id = $1', [personId]);
}
