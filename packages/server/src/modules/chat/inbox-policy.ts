import { maxHeard } from '@plaza/contract';
import type { InboxRow, Notify } from './store/inbox.ts';

/** What may happen to a person's side of a conversation. */
export type InboxChange =
  | { kind: 'read'; seq: number }
  | { kind: 'clear'; seq: number }
  | { kind: 'draft'; text: string }
  | { kind: 'open' }
  | { kind: 'announcementRead'; seq: number }
  | { kind: 'membership'; joinedSeq: number; leftSeq: number | null }
  | {
      kind: 'set';
      pinned?: boolean | undefined;
      muted?: boolean | undefined;
      notify?: Notify | undefined;
      archived?: boolean | undefined;
      markedUnread?: boolean | undefined;
      hidden?: boolean | undefined;
      heard?: readonly number[] | undefined;
    };

/** A later stretch of membership, or the end of the present one, is news; anything else is old. */
function isNewer(row: InboxRow, next: { joinedSeq: number; leftSeq: number | null }): boolean {
  if (next.joinedSeq !== row.joinedSeq) return next.joinedSeq > row.joinedSeq;
  return row.leftSeq === null && next.leftSeq !== null;
}

function changed(row: InboxRow, change: InboxChange, endSeq: number): Partial<InboxRow> {
  switch (change.kind) {
    case 'read':
      return {
        readSeq: Math.max(row.readSeq, Math.min(change.seq, endSeq)),
        markedUnread: false,
      };
    case 'clear': {
      const clearedSeq = Math.max(row.clearedSeq, Math.min(change.seq, endSeq));
      return { clearedSeq, readSeq: Math.max(row.readSeq, clearedSeq) };
    }
    case 'draft':
      return { draft: change.text };
    case 'open':
      return { hiddenSeq: null };
    case 'announcementRead': {
      const seq = Math.min(change.seq, endSeq);
      return { announcementReadSeq: Math.max(row.announcementReadSeq, seq) };
    }
    case 'membership': {
      if (!isNewer(row, change)) return {};
      const { joinedSeq, leftSeq } = change;
      return { joinedSeq, leftSeq, readSeq: Math.max(row.readSeq, joinedSeq) };
    }
    case 'set':
      return {
        pinned: change.pinned ?? row.pinned,
        notify: change.notify ?? notifyOf(change.muted) ?? row.notify,
        archived: change.archived ?? row.archived,
        markedUnread: change.markedUnread ?? row.markedUnread,
        hiddenSeq: hiddenAfter(row, change.hidden, endSeq),
        ...heardAfter(row, change.heard ?? [], endSeq),
      };
  }
}

/** The switch that there was before there were three choices. */
function notifyOf(muted: boolean | undefined): Notify | undefined {
  if (muted === undefined) return undefined;
  return muted ? 'mentions' : 'all';
}

function hiddenAfter(row: InboxRow, hidden: boolean | undefined, endSeq: number): number | null {
  if (hidden === undefined) return row.hiddenSeq;
  return hidden ? endSeq : null;
}

/** With what was heard now. Of very many the oldest are folded into the line below them. */
function heardAfter(row: InboxRow, heard: readonly number[], endSeq: number): Partial<InboxRow> {
  const fresh = heard.filter((seq) => seq > row.heardToSeq && seq <= endSeq);
  const all = new Set([...row.heardSeqs, ...fresh]);
  if (all.size === row.heardSeqs.length) return {};
  const heardSeqs = [...all].toSorted((a, b) => a - b);
  const surplus = heardSeqs.splice(0, Math.max(0, heardSeqs.length - maxHeard));
  return { heardToSeq: surplus.at(-1) ?? row.heardToSeq, heardSeqs };
}

/**
 * The row after a change, or the same object when nothing is different. Reading and clearing never
 * go back and never pass `endSeq`, the end of what the person may see.
 */
export function applyChange(row: InboxRow, change: InboxChange, endSeq: number): InboxRow {
  const next = { ...row, ...changed(row, change, endSeq) };
  const isSame = (Object.keys(next) as (keyof InboxRow)[]).every((key) => next[key] === row[key]);
  return isSame ? row : next;
}
