import type { MerchantId } from '@plaza/base';
import type { MethodOutput, Notice } from '@plaza/contract';
import { no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import type { Payv3Deps } from '../deps.ts';
import { reviveNotice, selectAttempts, selectNotice, selectNotices } from '../store/notices.ts';
import type { AttemptRow, NoticeRow } from '../types.ts';

// What a merchant's developer sees of what their back end was told.

const pageSize = 50;

export function presentNotice(row: NoticeRow): Notice {
  const { noticeId, eventType, summary, outNo, url, state } = row;
  return {
    ...{ noticeId, eventType, summary, outNo, url, state },
    createdAt: row.createdAt.toISOString(),
    dueAt: row.dueAt?.toISOString() ?? null,
  };
}

function presentAttempt({ attemptNo, kind, at, outcome, status, tookMs, answer }: AttemptRow) {
  return { ...{ number: attemptNo, kind, outcome, status, tookMs, answer }, at: at.toISOString() };
}

const writePlace = ({ createdAt, noticeId }: NoticeRow) => `${createdAt.toISOString()} ${noticeId}`;

function readPlace(cursor: string | undefined): { at: Date; noticeId: string } | null {
  const found = /^(\d{4}-\S{20}) ([0-9a-f-]{36})$/.exec(cursor ?? '');
  const at = new Date(found?.[1] ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? null : { at, noticeId: found?.[2] ?? '' };
}

export async function listNotices(
  { db }: Payv3Deps,
  merchantId: MerchantId,
  cursor: string | undefined,
): Promise<MethodOutput<'payv3.listNotices'>> {
  const before = readPlace(cursor);
  const rows = await selectNotices(db, merchantId, { before, limit: pageSize + 1 });
  const page = rows.slice(0, pageSize);
  const last = page.at(-1);
  const next = rows.length > pageSize && last !== undefined ? writePlace(last) : null;
  return { notices: page.map(presentNotice), next };
}

type Named = { merchantId: MerchantId; noticeId: string };

export async function getNotice(
  { db }: Payv3Deps,
  of: Named,
): Promise<Outcome<MethodOutput<'payv3.getNotice'>, 'notice_unknown'>> {
  const row = await selectNotice(db, of);
  if (row === null) return no('notice_unknown');
  const attempts = (await selectAttempts(db, of)).map(presentAttempt);
  const resource = JSON.stringify(row.resource, null, 2);
  return yes({ notice: presentNotice(row), resource, attempts });
}

export async function redeliver(
  { db, clock }: Payv3Deps,
  of: Named,
): Promise<Outcome<Notice, 'notice_unknown'>> {
  if (!(await reviveNotice(db, of, clock.now()))) return no('notice_unknown');
  const row = await selectNotice(db, of);
  return row === null ? no('notice_unknown') : yes(presentNotice(row));
}
