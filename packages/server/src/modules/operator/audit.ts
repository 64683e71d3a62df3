import { isUuid, type PersonId } from '@plaza/base';
import type { AuditEntry } from '@plaza/contract';
import type { Tx } from '../../kernel/db/index.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { OperatorDeps } from './operator.ts';
import * as store from './store.ts';

const pageSize = 50;

/** What is done, by whom, to whom and why; `actorId` null: by the server itself. */
export type AuditLine = Omit<store.AuditRow, 'auditId' | 'at'>;

/** Writes what is being done, in the transaction that does it. */
export async function writeAudit(
  { newId, clock }: Pick<OperatorDeps, 'newId' | 'clock'>,
  tx: Tx,
  entry: AuditLine,
): Promise<void> {
  await store.insertAudit(tx, { ...entry, auditId: newId<string>(), at: clock.now() });
}

export type AuditPage = { entries: AuditEntry[]; next: string | null };

/** What operators did, newest first; the cursor is the last entry of the page before. */
export async function listAudit(
  deps: OperatorDeps,
  cursor: string | undefined,
): Promise<Outcome<AuditPage, 'invalid'>> {
  if (cursor !== undefined && !isUuid(cursor)) return no('invalid');
  const rows = await store.listAudit(deps.db, { beforeId: cursor ?? null, limit: pageSize + 1 });
  const page = rows.slice(0, pageSize);
  const ids = page.flatMap(({ actorId, subjectId }) => [actorId, subjectId]);
  const cards = await deps.getCards(ids.filter((id): id is PersonId => id !== null));
  const cardOf = (id: PersonId | null) => (id === null ? null : (cards.get(id) ?? null));
  const entries = page.map((row) => ({
    auditId: row.auditId,
    at: row.at.toISOString(),
    actor: cardOf(row.actorId),
    action: row.action,
    subject: cardOf(row.subjectId),
    detail: row.detail,
  }));
  return yes({ entries, next: rows.length > pageSize ? (page.at(-1)?.auditId ?? null) : null });
}
