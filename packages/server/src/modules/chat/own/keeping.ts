import type { ConversationId, PersonId } from '@plaza/base';
import type { Tx } from '../../../kernel/db/index.ts';
import type { ExportedFile } from '../../../kernel/holdings/index.ts';
import { deleteArchives } from '../store/own-archives.ts';
import { deleteImports, selectImports } from '../store/own-imports.ts';
import { deletePreferences, selectPreferences } from '../store/own-preferences.ts';
import { deleteReminders, presentReminder, selectReminders } from '../store/own-reminders.ts';
import { deleteSchedules, presentSchedule, selectSchedules } from '../store/own-schedules.ts';
import { goneTopic, type EntryGone } from '../types.ts';
import type { OwnDeps } from './types.ts';

const seqsAtOnce = 10_000;

/** What is in archives is exported with all other conversations. */
export async function* exportOwn(
  { db }: Pick<OwnDeps, 'db'>,
  personId: PersonId,
): AsyncIterable<ExportedFile> {
  yield { path: 'chat/preferences.json', content: await selectPreferences(db, personId) };
  const schedules = await selectSchedules(db, personId);
  yield { path: 'chat/scheduled.json', content: schedules.map(presentSchedule) };
  const reminders = await selectReminders(db, personId);
  yield { path: 'chat/reminders.json', content: reminders.map(presentReminder) };
  yield { path: 'chat/imports.json', content: await selectImports(db, personId) };
}

/** Deletes archives as a whole, and tells those who keep copies of what was in them. */
export async function dropArchives(
  { outbox }: Pick<OwnDeps, 'outbox'>,
  tx: Tx,
  ids: readonly ConversationId[],
): Promise<void> {
  for (const { conversationId, lastSeq } of await deleteArchives(tx, ids)) {
    for (let after = 0; after < lastSeq; after += seqsAtOnce) {
      const length = Math.min(seqsAtOnce, lastSeq - after);
      const seqs = Array.from({ length }, (_, index) => after + index + 1);
      await outbox.add(tx, goneTopic, { conversationId, seqs, why: 'erased' } satisfies EntryGone);
    }
  }
}

/** Leaves nothing: what nobody else can see need not keep its place either. */
export async function eraseOwn(
  { outbox, files }: Pick<OwnDeps, 'outbox' | 'files'>,
  tx: Tx,
  personId: PersonId,
): Promise<void> {
  const archives = await selectImports(tx, personId);
  const ids = archives.map(({ conversationId }) => conversationId).sort();
  await dropArchives({ outbox }, tx, ids);
  await deleteImports(tx, personId);
  for (const fileId of await deleteSchedules(tx, personId)) await files.letGo(tx, fileId);
  await deleteReminders(tx, personId);
  await deletePreferences(tx, personId);
}
