import type { ConversationId } from '@plaza/base';
import {
  inboxOf,
  roleOf,
  takingsOf,
  threadOf,
  unreadOf,
  type State,
  type Taking,
} from '@plaza/client';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useClient, useClientState } from '../../state/index.ts';
import { useCalmState } from './calm.ts';
import { createRows, type UnreadMark } from './rows.ts';

const whole = (state: State) => state;
const none: readonly Taking[] = [];

/** The state of the device, for screens about one conversation. */
export function useConversationState(id: ConversationId): State {
  return useClientState([`conversation:${id}`, 'contacts', 'people', 'me', 'status'], whole);
}

function markOf(state: State, id: ConversationId): UnreadMark | null {
  const count = unreadOf(state, id);
  const inbox = inboxOf(state, id);
  if (count === 0 || inbox === null) return null;
  return { afterSeq: Math.max(inbox.readSeq, inbox.clearedSeq), count };
}

/** Opens a conversation for as long as it is looked at. */
export function useThread(id: ConversationId) {
  const { commands, getState } = useClient();
  const state = useConversationState(id);
  const calm = useCalmState(state, id);
  const [mark] = useState(() => markOf(getState(), id));
  const [makeRows] = useState(createRows);
  const [isOpening, setOpening] = useState(true);
  const known = state.conversations.get(id);
  const isKnown = known !== undefined;
  // Another tab that leaves the conversation takes its entries from memory in all tabs.
  const isInMemory = known !== undefined && known.entries !== null;
  useEffect(() => {
    if (!isKnown || isInMemory) return;
    let isOver = false;
    void commands.open(id).finally(() => {
      if (!isOver) setOpening(false);
    });
    return () => {
      isOver = true;
    };
  }, [commands, id, isKnown, isInMemory]);
  useEffect(() => () => void commands.close(id), [commands, id]);
  const thread = threadOf(state, id);
  const { entries, sends, atStart, atEnd } = thread;
  const meId = state.me?.personId ?? null;
  const sendsText = sends
    .map(({ clientId, state: at, upload }) => `${clientId}${at}${upload?.sentBytes ?? ''}`)
    .join();
  const seesLeaving = roleOf(state, id) !== 'member';
  const isGroup = known?.conversation.kind === 'group';
  // Between two people the taker says it in the log.
  const takings = useClientState(
    'pay',
    useCallback((now: State) => (isGroup ? takingsOf(now, id) : none), [isGroup, id]),
  );
  const rows = useMemo(
    () =>
      meId === null
        ? []
        : makeRows({
            thread: { entries, sends, atStart, atEnd },
            ...{ meId, mark, seesLeaving, takings },
          }),
    // `sends` is made anew at each look; its words say whether it differs.
    // eslint-disable-next-line react/exhaustive-deps -- see above
    [makeRows, entries, sendsText, atStart, atEnd, meId, mark, seesLeaving, takings],
  );
  const loadBefore = useCallback(() => commands.loadBefore(id), [commands, id]);
  const loadAround = useCallback((seq: number) => commands.loadAround(id, seq), [commands, id]);
  const loadAfter = useCallback(() => commands.loadAfter(id), [commands, id]);
  return { state, calm, rows, mark, thread, isOpening, loadBefore, loadAfter, loadAround };
}
