import type { Clock, FileId, PersonId } from '@plaza/base';
import { fileIdsOf } from '@plaza/contract';
import type { Database, Tx } from '../../kernel/db/index.ts';
import type { Files, StoredFile } from '../../kernel/files/index.ts';
import { decide, no, yes, type Caller, type Outcome } from '../../kernel/rpc/index.ts';
import { correctFacts } from './attachment-facts.ts';
import type { Attachments as AttachmentsOfCore } from './gone.ts';
import * as store from './store/attachments.ts';
import type { MessageKey } from './store/attachments.ts';
import { selectHidden } from './store/hidden.ts';
import type { StoredMessage } from './types.ts';

/** What is uploaded to be sent. */
export const chatPurpose = 'chat';

const dayMs = 24 * 3_600_000;
const sweepBatch = 500;
/** A file that a person sees in more places than these is looked for in these only. */
const maxPlaces = 500;
const maxUnclaimed = 200;

export type AttachmentsDeps = {
  db: Database;
  clock: Pick<Clock, 'now' | 'nowMs'>;
  files: Pick<Files, 'describe' | 'hold' | 'letGo' | 'mayRead' | 'allow'>;
};

/** The files of messages: who may send them, who may read them, and when they go. */
export type Attachments = AttachmentsOfCore & {
  /** Drops what was taken more than a day ago for messages that never came. */
  sweep(): Promise<number>;
};

/** Whether a message shows the file in a place that this person sees now. */
function createRule({ db, clock }: AttachmentsDeps) {
  async function sees(fileId: FileId, personId: PersonId): Promise<boolean> {
    const at = clock.now();
    const places = await store.selectPlacesOf(db, { fileId, personId, at }, maxPlaces);
    if (places.length === 0) return false;
    const ids = [...new Set(places.map(({ conversationId }) => conversationId))];
    const cleared = await store.selectCleared(db, personId, ids);
    const isHidden = await selectHidden(db, personId, places);
    return places.some((place) => {
      const isCleared = place.seq <= (cleared.get(place.conversationId) ?? 0);
      return !isCleared && !isHidden(place);
    });
  }

  return async (file: StoredFile, caller: Caller | null): Promise<boolean> => {
    if (caller === null) return false;
    const { personId } = caller;
    const isMine = file.ownerId === personId;
    if (isMine && file.claimedAt === null) return true;
    if (await sees(file.fileId, personId)) return true;
    return isMine && (await store.selectIsPending(db, file.fileId, personId));
  };
}

/** Takes files for a message: only what its sender brought, or sees. */
function createTaking({ db, clock, files }: AttachmentsDeps) {
  /** The files by id; null when this person may not send one of them. */
  async function describeAll(
    key: MessageKey,
    fileIds: readonly FileId[],
  ): Promise<Map<FileId, StoredFile> | null> {
    const taken = await store.selectAttached(db, key);
    const caller = { personId: key.senderId, role: 'resident' } as Caller;
    const found = new Map<FileId, StoredFile>();
    for (const fileId of fileIds) {
      const file = await files.describe(fileId);
      if (file === null || file.purpose !== chatPurpose) return null;
      if (!taken.has(fileId) && !(await files.mayRead(file, caller))) return null;
      found.set(fileId, file);
    }
    return found;
  }

  function attach(key: MessageKey, fileIds: readonly FileId[]) {
    return decide<null, 'file_unknown'>(db, async (tx) => {
      const at = clock.now();
      const fresh = await store.insertAttachments(tx, key, { fileIds, at });
      for (const fileId of fresh.toSorted()) {
        // Gone since the look a moment ago.
        if (!(await files.hold(tx, fileId))) return no('file_unknown');
      }
      return yes(null);
    });
  }

  return { describeAll, attach };
}

export function createAttachments(deps: AttachmentsDeps): Attachments {
  const { db, clock, files } = deps;
  const options = { revalidate: true, resumableOnly: true, maxUnclaimed };
  files.allow(chatPurpose, createRule(deps), options);
  const { describeAll, attach } = createTaking(deps);

  /** In one order, so that two messages with the same files never wait for each other. */
  async function letGoAll(tx: Tx, fileIds: readonly FileId[]): Promise<void> {
    for (const fileId of fileIds.toSorted()) await files.letGo(tx, fileId);
  }

  async function sweepSome(before: Date): Promise<{ looked: number; gone: number }> {
    return db.tx(async (tx) => {
      const { looked, gone } = await store.sweepAttachments(tx, { before, limit: sweepBatch });
      await letGoAll(tx, gone);
      return { looked, gone: gone.length };
    });
  }

  return {
    async prepare(key, message): Promise<Outcome<StoredMessage, 'file_unknown' | 'invalid'>> {
      const fileIds = message.type === 'contact' ? [] : fileIdsOf(message);
      if (fileIds.length === 0) return yes(message);
      const found = await describeAll(key, fileIds);
      if (found === null) return no('file_unknown');
      const corrected = correctFacts(message, (fileId) => found.get(fileId));
      if (corrected === null) return no('invalid', { reason: 'wrong_kind' });
      const attached = await attach(key, fileIds);
      return attached.ok ? yes(corrected) : attached;
    },
    async add(tx, key, fileId) {
      const [fresh] = await store.insertAttachments(tx, key, {
        fileIds: [fileId],
        at: clock.now(),
      });
      return fresh === undefined || files.hold(tx, fileId);
    },
    async remove(tx, key, fileId) {
      if (await store.deleteAttachment(tx, key, fileId)) await files.letGo(tx, fileId);
    },
    async drop(tx, conversationId, seqs) {
      await letGoAll(tx, await store.deleteAttachments(tx, conversationId, seqs));
    },
    async dropOf(tx, personId) {
      await letGoAll(tx, await store.deleteAttachmentsOf(tx, personId));
    },
    async sweep() {
      const before = new Date(clock.nowMs() - dayMs);
      let swept = 0;
      for (;;) {
        const { looked, gone } = await sweepSome(before);
        swept += gone;
        if (looked < sweepBatch) return swept;
      }
    },
  };
}
