import { useLingui } from '@lingui/react/macro';
import type { ConversationId, FavouriteId } from '@plaza/base';
import type { State } from '@plaza/client';
import {
  AlarmClock,
  Bookmark,
  Copy,
  CornerUpLeft,
  Flag,
  Forward,
  History,
  Images,
  ListChecks,
  Pencil,
  Trash2,
  Undo2,
} from 'lucide-react';
import { useLocation } from 'wouter';
import { api, asFailure, useClient } from '../../state/index.ts';
import { showToast, type MenuItem } from '../../ui/index.ts';
import { act, startSelecting } from './actions/acting.ts';
import { postPathOf } from './actions/link-of.ts';
import { offersOf } from './actions/rules.ts';
import { startAnswer, startEdit } from './compose/index.ts';
import { orThrow } from './or-throw.ts';
import type { MessageRow } from './rows.ts';

type Where = { id: ConversationId; state: State };

/** Calls that are answered in passing: done, or why not. */
function useTold() {
  return (work: () => Promise<string | null>): void => {
    work().then(
      (told) => (told === null ? undefined : showToast(told)),
      (thrown: unknown) => showToast(asFailure(thrown).text, { tone: 'danger' }),
    );
  };
}

const mayDiscard = ({ send }: MessageRow) =>
  send !== null && (send.state === 'failed' || send.state === 'waiting');

/** Whether there is anything in the menu of a message, without making it. */
export function hasMenu(row: MessageRow): boolean {
  const { seq, said, text } = row;
  return (seq !== null && said !== null) || (text !== null && text !== '') || mayDiscard(row);
}

/** What can be done with the words of a message on this device alone. */
function useLocalItems(row: MessageRow): { copy: MenuItem[]; discard: MenuItem[] } {
  const { t } = useLingui();
  const { commands } = useClient();
  const { text, send } = row;
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text ?? '');
      showToast(t`The message was copied.`);
    } catch {
      showToast(t`This browser does not allow copying.`);
    }
  }
  return {
    copy:
      text === null || text === ''
        ? []
        : [{ id: 'copy', label: t`Copy`, icon: Copy, run: () => void copy() }],
    discard:
      send !== null && mayDiscard(row)
        ? [
            {
              id: 'discard',
              label: t`Delete`,
              icon: Trash2,
              tone: 'danger',
              run: () => void commands.discard(send.clientId),
            },
          ]
        : [],
  };
}

/** What can be done with a message. */
export function useMessageMenu(row: MessageRow, { id, state }: Where): MenuItem[] {
  const { t } = useLingui();
  const { commands, newId } = useClient();
  const tell = useTold();
  const { copy, discard } = useLocalItems(row);
  const [, navigate] = useLocation();
  const { seq, entry } = row;
  const postPath = postPathOf(row);
  const offers = offersOf(state, { id, row, nowMs: Date.now() });
  if (seq === null || !offers.keep) return [...copy, ...discard];

  const keep = (): void =>
    tell(async () => {
      const favouriteId = newId<FavouriteId>();
      await api.favourites.keepMessage({ favouriteId, conversationId: id, seq, tags: [] });
      return t`Kept among your favourites.`;
    });
  const recall = (): void =>
    tell(async () => {
      orThrow(await commands.recall(id, seq));
      return null;
    });
  const item = (
    isOffered: boolean,
    [name, label, icon, run]: [string, string, MenuItem['icon'], () => void],
    tone: 'plain' | 'danger' = 'plain',
  ): MenuItem[] =>
    isOffered ? [{ id: name, label, run, tone, ...(icon === undefined ? {} : { icon }) }] : [];
  return [
    ...item(offers.answer, ['answer', t`Answer`, CornerUpLeft, () => startAnswer(id, seq)]),
    ...copy,
    ...item(offers.forward, [
      'forward',
      t`Forward`,
      Forward,
      () => act(id, { kind: 'forward', seqs: [seq] }),
    ]),
    ...item(postPath !== null, [
      'post',
      t`Post to Moments`,
      Images,
      () => navigate(postPath ?? ''),
    ]),
    ...item(offers.edit, [
      'edit',
      t`Edit`,
      Pencil,
      () => startEdit(id, { seq, text: row.text ?? '' }),
    ]),
    ...item(offers.recall, ['recall', t`Take back`, Undo2, recall]),
    ...item(true, ['keep', t`Keep`, Bookmark, keep]),
    ...item(true, ['remind', t`Remind me`, AlarmClock, () => act(id, { kind: 'remind', seq })]),
    ...item(entry?.editedAt !== undefined, [
      'edits',
      t`Earlier versions`,
      History,
      () => act(id, { kind: 'edits', seq }),
    ]),
    ...item(true, ['select', t`Choose several`, ListChecks, () => startSelecting(id, seq)]),
    ...item(offers.report, ['report', t`Report`, Flag, () => act(id, { kind: 'report', seq })]),
    ...item(
      true,
      ['hide', t`Delete for me`, Trash2, () => act(id, { kind: 'delete', seqs: [seq] })],
      'danger',
    ),
  ];
}
