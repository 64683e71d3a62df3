import type { PersonId } from '@plaza/base';
import type { LineKind, LineRow } from '../types.ts';
import type { Querying } from './tables.ts';

const columns = `
  person_id as "personId", currency, line_number as "lineNumber", kind,
  amount_minor as "amountMinor", balance_minor as "balanceMinor",
  counterparty_id as "counterpartyId", subject_id as "subjectId", note, reference,
  ledger_at as "ledgerAt"`;

export async function insertLines(q: Querying, lines: readonly LineRow[]): Promise<void> {
  if (lines.length === 0) return;
  await q.query(
    `insert into pay_line (person_id, currency, line_number, kind, amount_minor, balance_minor,
       counterparty_id, subject_id, note, reference, ledger_at)
     select * from unnest($1::uuid[], $2::text[], $3::int[], $4::text[], $5::bigint[],
       $6::bigint[], $7::uuid[], $8::uuid[], $9::text[], $10::uuid[], $11::bigint[])`,
    [
      lines.map((line) => line.personId),
      lines.map((line) => line.currency),
      lines.map((line) => line.lineNumber),
      lines.map((line) => line.kind),
      lines.map((line) => line.amountMinor),
      lines.map((line) => line.balanceMinor),
      lines.map((line) => line.counterpartyId),
      lines.map((line) => line.subjectId),
      lines.map((line) => line.note),
      lines.map((line) => line.reference),
      lines.map((line) => line.ledgerAt),
    ],
  );
}

export type LinesAsked = {
  personId: PersonId;
  currency: string;
  /** Null: of every kind. */
  kinds?: readonly LineKind[] | null;
  /** Places in the ledger, in nanoseconds: from, and before. */
  since?: bigint | null;
  until?: bigint | null;
  /** Any of these; null: whatever they say. */
  words?: { note: string; people: readonly PersonId[]; amountMinor: bigint | null } | null;
  /** Only lines with a lower number. */
  before: number;
  limit: number;
};

/** Lines, newest first. */
export async function selectLines(q: Querying, asked: LinesAsked): Promise<LineRow[]> {
  const { personId, currency, before, limit } = asked;
  const { kinds = null, since = null, until = null, words = null } = asked;
  const pattern = words === null ? null : `%${words.note.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await q.query<LineRow>(
    `select ${columns} from pay_line
     where person_id = $1 and currency = $2 and line_number < $3
       and ($4::text[] is null or kind = any($4))
       and ($5::bigint is null or ledger_at >= $5)
       and ($6::bigint is null or ledger_at < $6)
       and ($7::text is null or note ilike $7 or counterparty_id = any($8::uuid[])
         or abs(amount_minor) = $9::bigint)
     order by line_number desc limit $10`,
    [
      ...[personId, currency, before, kinds, since, until],
      ...[pattern, words?.people ?? [], words?.amountMinor ?? null, limit],
    ],
  );
  return rows;
}

/** With whom a person ever had to do, as far as lines still name them. */
export async function selectCounterparties(
  q: Querying,
  personId: PersonId,
  currency: string,
): Promise<PersonId[]> {
  const { rows } = await q.query<{ counterpartyId: PersonId }>(
    `select distinct counterparty_id as "counterpartyId" from pay_line
     where person_id = $1 and currency = $2 and counterparty_id is not null`,
    [personId, currency],
  );
  return rows.map(({ counterpartyId }) => counterpartyId);
}

export type PeriodSum = { period: number; kind: LineKind; amountMinor: bigint; lines: number };

/** Sums of the lines between bounds in the ledger, by period (from 0 on) and kind. */
export async function sumLines(
  q: Querying,
  personId: PersonId,
  { currency, bounds }: { currency: string; bounds: readonly bigint[] },
): Promise<PeriodSum[]> {
  const { rows } = await q.query<PeriodSum>(
    `select width_bucket(ledger_at, $3::bigint[]) - 1 as period, kind,
       sum(amount_minor)::bigint as "amountMinor", count(*)::int as lines
     from pay_line
     where person_id = $1 and currency = $2 and ledger_at >= $4 and ledger_at < $5
     group by 1, 2 order by 1, 2`,
    [personId, currency, bounds, bounds[0], bounds.at(-1)],
  );
  return rows;
}
