import { useLingui } from '@lingui/react/macro';
import { codePointLength, type ConversationId } from '@plaza/base';
import type { TextMessage } from '@plaza/contract';
import { useEffect, useState } from 'react';
import { explain } from '../../../i18n/refusals.ts';
import { useClient } from '../../../state/index.ts';
import { showToast } from '../../../ui/index.ts';
import { maxTextLength, useDraft } from '../use-draft.ts';
import { stopComposing, takeText, useComposing, useWaitingText } from './composing.ts';
import { mentionsIn, type Mentionable } from './mentions.ts';
import { usePosting } from './use-posting.ts';

/** The count is shown when so few characters are left. */
export const countFrom = maxTextLength - 500;

/** The text of the field: the draft, or the message that is being changed, each for itself. */
export function useWriting(id: ConversationId, people: readonly Mentionable[]) {
  const { t } = useLingui();
  const { commands } = useClient();
  const { say } = usePosting(id);
  const draft = useDraft(id);
  const composing = useComposing(id);
  const [edited, setEdited] = useState<{ seq: number; text: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const edit = composing?.kind === 'edit' ? composing : null;
  const text = edit === null ? draft.text : edited?.seq === edit.seq ? edited.text : edit.text;
  // Counting code points of a short text is not needed: it has no more than code units.
  const length = text.length > countFrom ? codePointLength(text) : text.length;
  const isReady = text.trim() !== '' && length <= maxTextLength && !busy;

  const waiting = useWaitingText(id);
  const { change: changeDraft } = draft;
  useEffect(() => {
    if (waiting === null) return;
    const taken = takeText(id);
    if (taken !== null) changeDraft(taken);
  }, [waiting, id, changeDraft]);

  function change(next: string): void {
    if (edit === null) draft.change(next);
    else setEdited({ seq: edit.seq, text: next });
  }

  function stop(): void {
    stopComposing(id);
    setEdited(null);
  }

  async function saveEdit(seq: number): Promise<void> {
    setBusy(true);
    const result = await commands.edit(id, seq, text.trim());
    setBusy(false);
    if (result.ok) return stop();
    showToast(explain(result), { tone: 'danger' });
  }

  /** Sends what is written, or saves the change; false when there is nothing to send. */
  function send(): boolean {
    if (!isReady) return false;
    if (edit !== null) {
      if (text.trim() === edit.text.trim()) stop();
      else void saveEdit(edit.seq);
      return true;
    }
    const message: TextMessage = { type: 'text', text: text.trim(), ...mentionsIn(text, people) };
    say(message);
    draft.clear();
    return true;
  }

  const title = edit === null ? t`Message` : t`Changed message`;
  return { text, change, send, stop, length, isReady, composing, isEdit: edit !== null, title };
}
