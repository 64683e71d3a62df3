import type { ConversationId } from '@plaza/base';
import { inboxOf } from '@plaza/client';
import { useCallback, useEffect, useRef } from 'react';
import { useClient } from '../../state/index.ts';
import { seqUpTo, type Row } from './rows.ts';
import { readUpTo } from './scrolling.ts';

const tellEveryMs = 250;

/** Marks as read what was on the screen while the page was looked at; nothing is skipped. */
export function useReading(id: ConversationId, rows: readonly Row[]): (lastIndex: number) => void {
  const { commands, getState } = useClient();
  const seen = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const tell = useCallback(() => {
    timer.current = undefined;
    const inbox = inboxOf(getState(), id);
    if (inbox === null) return;
    const upTo = readUpTo({
      seenSeq: seen.current,
      readSeq: inbox.readSeq,
      markedUnread: inbox.markedUnread,
      isVisible: document.visibilityState === 'visible',
    });
    if (upTo !== null) void commands.markRead(id, upTo);
  }, [commands, getState, id]);

  return useCallback(
    (lastIndex: number) => {
      if (document.visibilityState !== 'visible') return;
      seen.current = Math.max(seen.current, seqUpTo(rows, lastIndex));
      timer.current ??= setTimeout(tell, tellEveryMs);
    },
    [rows, tell],
  );
}
