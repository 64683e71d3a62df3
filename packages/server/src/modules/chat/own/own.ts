import type { PersonId } from '@plaza/base';
import type { Tx } from '../../../kernel/db/index.ts';
import type { ExportedFile } from '../../../kernel/holdings/index.ts';
import type { ExportWriter } from '../../rights/index.ts';
import { createExporting } from './exporting.ts';
import { createImports, type Imports } from './imports.ts';
import { eraseOwn, exportOwn } from './keeping.ts';
import { createPreferences, type OwnPreferences } from './preferences.ts';
import { createReminders, type Reminders } from './reminders.ts';
import { createRemoving, type Removing } from './removing.ts';
import { createSchedules, type Schedules } from './schedules.ts';
import { createSending } from './sending.ts';
import { createTicker } from './ticker.ts';
import type { OwnDeps } from './types.ts';

/** What only its owner sees of the chat. */
export type Own = {
  preferences: OwnPreferences;
  schedules: Schedules;
  reminders: Omit<Reminders, 'remindDue'>;
  imports: Imports;
  removing: Removing;
  /** Writes one conversation into a ZIP, as its viewer sees it. */
  writeConversation: ExportWriter;
  /** Its part of the chat's holding. */
  export(personId: PersonId): AsyncIterable<ExportedFile>;
  /** Before the rest of the chat is erased: archives go as a whole. */
  erase(tx: Tx, personId: PersonId): Promise<void>;
  start(): void;
  stop(): Promise<void>;
  /** Sends and reminds of what is due now, without waiting for the next look; for tests. */
  runDue(): Promise<void>;
};

export function createOwn(deps: OwnDeps): Own {
  const reminders = createReminders(deps);
  const ticker = createTicker(deps, [createSending(deps), reminders.remindDue]);
  return {
    preferences: createPreferences(deps),
    schedules: createSchedules(deps),
    reminders,
    imports: createImports(deps),
    removing: createRemoving(deps),
    writeConversation: createExporting(deps),
    export: (personId) => exportOwn(deps, personId),
    erase: (tx, personId) => eraseOwn(deps, tx, personId),
    start: ticker.start,
    stop: ticker.stop,
    runDue: ticker.run,
  };
}
