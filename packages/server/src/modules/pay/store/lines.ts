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
  kind: LineKind | null;
  /** Only lines with a lower number. */
  before: number;
  limit: number;
};

/** Lines, newest first. */
export async function selectLines(q: Querying, asked: LinesAsked): Promise<LineRow[]> {
  const { rows } = await q.query<LineRow>(
    `select ${columns} from pay_line
     where person_id = $1 and currency = $2 and line_number < $3
       and ($4::text is null or kind = $4)
     order by line_number desc limit $5`,
    [asked.personId, asked.currency, asked.before, asked.kind, asked.limit],
  );
  return rows;
}
