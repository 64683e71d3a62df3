import type { Clock, FileId, Random } from '@plaza/base';
import { fileIdsOf, type Entry, type MessageBody } from '@plaza/contract';
import type { Database } from '../../../kernel/db/index.ts';
import type { Outbox } from '../../../kernel/events/index.ts';
import type { Files } from '../../../kernel/files/index.ts';
import type { Outcome } from '../../../kernel/rpc/index.ts';
import type { Sync } from '../../sync/index.ts';
import type { Attachments } from '../gone.ts';
import type { Heads } from '../heads.ts';
import type { Inbox } from '../inbox.ts';
import type { Presenter } from '../present.ts';
import type { Reading } from '../reading.ts';
import type { Tell } from '../tell.ts';
import type { NewMessage } from '../types.ts';

/** What is asked of the rest of the chat. */
export type OwnDeps = {
  db: Database;
  clock: Clock;
  random: Random;
  log: { warn(fields: object, text: string): void };
  outbox: Pick<Outbox, 'add'>;
  sync: Pick<Sync, 'append' | 'appendMany' | 'rewrite'>;
  /** Prepares and appends, judging at this moment; refusals by their names. */
  send(message: NewMessage): Promise<Outcome<object, string>>;
  reading: Pick<Reading, 'getEntry' | 'getEntries' | 'listEntries'>;
  heads: Pick<Heads, 'get' | 'conversation'>;
  inbox: Pick<Inbox, 'open'>;
  presenter: Pick<Presenter, 'cards'>;
  tell: Pick<Tell, 'stored'>;
  attachments: Pick<Attachments, 'prepare'>;
  files: Pick<Files, 'hold' | 'letGo' | 'allowAlso' | 'get' | 'describe'>;
};

/** What is still a message to this viewer: neither taken back nor gone otherwise. */
export function isMessage(
  entry: Entry | null | undefined,
): entry is Entry & { body: Extract<Entry['body'], { type: 'message' }> } {
  return entry?.body.type === 'message';
}

/** The files of a message as it is sent; those of cards of people are not of it. */
export function filesOf(message: MessageBody): FileId[] {
  return message.type === 'contact' ? [] : fileIdsOf(message);
}

const yearMs = 366 * 24 * 3_600_000;

/** A time to come, within a year. */
export function parseFuture(text: string, { nowMs }: Pick<Clock, 'nowMs'>): Date | null {
  const at = new Date(text);
  const inMs = at.getTime() - nowMs();
  return inMs > 0 && inMs <= yearMs ? at : null;
}
