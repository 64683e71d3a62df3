import type { ConversationId, FileId, PersonId } from '@plaza/base';
import type { Tx } from '../../kernel/db/index.ts';
import type { Outbox } from '../../kernel/events/index.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { MessageKey } from './store/attachments.ts';
import { removeContent } from './store/changes.ts';
import { goneTopic, type EntryGone, type StoredBody, type StoredMessage } from './types.ts';

/** What the core asks of those who keep the files of messages. */
export type Attachments = {
  /** Takes the files of a message for its sender, or says why not; the same again is the same. */
  prepare(
    key: MessageKey,
    message: StoredMessage,
  ): Promise<Outcome<StoredMessage, 'file_unknown' | 'invalid'>>;
  /** Lets go of the files of messages whose content is removed in this transaction. */
  drop(tx: Tx, conversationId: ConversationId, seqs: readonly number[]): Promise<void>;
  dropOf(tx: Tx, personId: PersonId): Promise<void>;
  /** Adds a file of the city's own, such as the picture of a link, to a message. */
  add(tx: Tx, key: MessageKey, fileId: FileId): Promise<boolean>;
  /** Lets go of one file of a message that stays. */
  remove(tx: Tx, key: MessageKey, fileId: FileId): Promise<void>;
};

/** For a city without files: messages that need one are refused. */
export const noAttachments: Attachments = {
  prepare: async (_key, message) => ('fileId' in message ? no('file_unknown') : yes(message)),
  async drop() {},
  async dropOf() {},
  add: async () => false,
  async remove() {},
};

/**
 * Removes contents for good, in the transaction of the caller, who holds the lock of the log: what
 * stands in the row, what belongs to it, and the hold on its files. Copies and indexes elsewhere
 * follow by the outbox.
 */
export type Remove = (
  tx: Tx,
  which: { conversationId: ConversationId; seqs: readonly number[]; why: EntryGone['why'] },
  body: Extract<StoredBody, { type: EntryGone['why'] }>,
) => Promise<number[]>;

export function createRemove(deps: {
  outbox: Pick<Outbox, 'add'>;
  attachments: Pick<Attachments, 'drop'>;
}): Remove {
  return async (tx, { conversationId, seqs, why }, body) => {
    const gone = await removeContent(tx, { conversationId, seqs }, body);
    if (gone.length === 0) return [];
    await deps.attachments.drop(tx, conversationId, gone);
    const payload: EntryGone = { conversationId, seqs: gone, why };
    await deps.outbox.add(tx, goneTopic, payload);
    return gone;
  };
}

export type GoneHook = (gone: EntryGone) => Promise<void>;

/** A topic has one reactor: this one, which asks all who keep something. Each may run twice. */
export function createGoneHooks({ react }: Pick<Outbox, 'react'>): (hook: GoneHook) => void {
  const hooks: GoneHook[] = [];
  react<EntryGone>(goneTopic, async (gone) => {
    for (const hook of hooks) await hook(gone);
  });
  return (hook) => void hooks.push(hook);
}
