import type { ConversationId } from '@plaza/base';
import { inboxOf } from '@plaza/client';
import { truncate } from '@plaza/base';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient, useClientState } from '../../state/index.ts';
import { keepOverlong, overlongDraft } from './overlong.ts';

/** Typing is kept at the latest so long after a key. */
const keepAfterMs = 250;
/** What a message, and so a draft, may hold, in code points. */
export const maxTextLength = 10_000;

/** The text of the composer: kept on the device and for the person's other devices. */
export function useDraft(id: ConversationId) {
  const { commands, getState } = useClient();
  const kept = useClientState(
    `conversation:${id}`,
    useCallback((state) => inboxOf(state, id)?.draft ?? '', [id]),
  );
  const [text, setText] = useState(() => overlongDraft(id) ?? kept);
  const latest = useRef({ text, saved: kept });
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const save = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = undefined;
    const draft = truncate(latest.current.text, maxTextLength);
    if (draft === latest.current.saved || inboxOf(getState(), id) === null) return;
    latest.current.saved = draft;
    void commands.saveDraft(id, draft);
  }, [commands, getState, id]);

  const change = useCallback(
    (next: string) => {
      setText(next);
      latest.current.text = next;
      keepOverlong(id, next.length > maxTextLength ? next : null);
      timer.current ??= setTimeout(save, keepAfterMs);
    },
    [id, save],
  );

  /** The message is on its way: nothing is left to keep. */
  const clear = useCallback(() => {
    change('');
    save();
  }, [change, save]);

  // Another device wrote: its text is taken unless this one has something of its own.
  useEffect(() => {
    const { text: mine, saved } = latest.current;
    if (kept === saved || mine !== saved) return;
    latest.current = { text: kept, saved: kept };
    setText(kept);
  }, [kept]);

  useEffect(() => {
    addEventListener('pagehide', save);
    return () => {
      removeEventListener('pagehide', save);
      save();
    };
  }, [save]);

  return { text, change, clear };
}
