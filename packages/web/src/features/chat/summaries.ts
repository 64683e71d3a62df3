import { t } from '@lingui/core/macro';
import type { ConversationId } from '@plaza/base';
import { inboxOf, isMutedByWords, previewOf, sendsOf, unreadOf, type State } from '@plaza/client';
import type { Conversation, Entry } from '@plaza/contract';
import { wordsOfMessage } from './kinds/words.ts';
import { personName, titleOf } from './names.ts';
import { sentenceOf } from './sentences.ts';
import { oneLine } from './text.ts';

/** What a row of the list shows. */
export type Summary = {
  id: ConversationId;
  conversation: Conversation;
  title: string;
  preview: string;
  /** Who says it, in a group. */
  by: string | null;
  isDraft: boolean;
  /** A message that could not be sent waits for the person. */
  hasFailed: boolean;
  at: string | null;
  unread: number;
  pinned: boolean;
  muted: boolean;
  markedUnread: boolean;
  archived: boolean;
};

type Told = Pick<Summary, 'preview' | 'by' | 'isDraft' | 'hasFailed' | 'at'>;

/** An entry in a few words, for the list of chats and for notifications. */
export function previewWords(state: State, entry: Entry): string {
  const { body } = entry;
  if (isMutedByWords(state, entry)) return t`[Muted]`;
  return body.type === 'message' ? wordsOfMessage(body.message) : sentenceOf(state, entry);
}

function toldOf(state: State, id: ConversationId, isGroup: boolean): Told {
  const draft = oneLine(inboxOf(state, id)?.draft ?? '');
  const entry = previewOf(state, id);
  const send = sendsOf(state, id).at(-1);
  const at = send?.createdAt ?? entry?.at ?? null;
  const hasFailed = send?.state === 'failed';
  const plain = { by: null, isDraft: false, hasFailed, at };
  if (draft !== '') return { ...plain, preview: draft, isDraft: true };
  if (send !== undefined) return { ...plain, preview: wordsOfMessage(send.message) };
  if (entry === null) return { ...plain, preview: '' };
  const isMessage = entry.body.type === 'message';
  const isMine = entry.senderId === state.me?.personId;
  const by = isGroup && isMessage && !isMine ? personName(state, entry.senderId) : null;
  return { ...plain, by, preview: previewWords(state, entry) };
}

/** The row of one conversation; null when the device does not know it. */
export function summaryOf(state: State, id: ConversationId): Summary | null {
  const conversation = state.conversations.get(id)?.conversation;
  const inbox = inboxOf(state, id);
  if (conversation === undefined || inbox === null) return null;
  const { pinned, muted, markedUnread, archived } = inbox;
  return {
    id,
    conversation,
    title: titleOf(state, conversation),
    ...toldOf(state, id, conversation.kind === 'group'),
    unread: unreadOf(state, id),
    ...{ pinned, muted, markedUnread, archived },
  };
}

/** The words for ears: who, how many, what. */
export function spokenBadge({ unread, markedUnread }: Summary): string {
  if (unread > 0) return t`${unread} unread`;
  return markedUnread ? t`Marked as unread` : '';
}
