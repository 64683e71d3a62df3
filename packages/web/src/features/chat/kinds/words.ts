import { t } from '@lingui/core/macro';
import { formatClock } from './clock.ts';
import { oneLine } from '../text.ts';
import { billPreview } from '../bill-words.ts';
import { packetPreview } from '../packet-words.ts';
import { transferPreview } from '../transfer-words.ts';
import type { Said } from './said.ts';

function withWords(label: string, words: string): string {
  const line = oneLine(words);
  return line === '' ? label : `${label} ${line}`;
}

/**
 * A message in one line of plain text: for the list, a quote, a notification, and for ears. What
 * is not text stands in brackets, so that nobody can write it by hand and fool a reader of the
 * thread, where the thing itself is seen.
 */
export function wordsOfMessage(said: Said): string {
  switch (said.type) {
    case 'text':
      return oneLine(said.text);
    case 'photo':
      return withWords(t`[Photo]`, said.caption);
    case 'video':
      return withWords(t`[Video]`, said.caption);
    case 'file':
      return withWords(t`[File]`, said.name);
    case 'voice':
      return withWords(t`[Voice]`, formatClock(said.durationMs));
    case 'sticker':
      return withWords(t`[Sticker]`, said.alt);
    case 'location':
      return withWords(t`[Location]`, said.name);
    case 'poll':
      return withWords(t`[Poll]`, said.question);
    case 'contact':
      return withWords(t`[Contact]`, 'person' in said ? said.person.displayName : '');
    case 'merged':
      return withWords(t`[Chat history]`, said.title);
    case 'groupInvite':
      return withWords(t`[Group invitation]`, said.name ?? '');
    case 'imported':
      return oneLine(said.author === '' ? said.text : `${said.author}: ${said.text}`);
    case 'transfer':
    case 'transferSettled':
      return transferPreview(said);
    case 'packet':
    case 'packetTaken':
      return packetPreview(said);
    case 'bill':
    case 'billReminder':
      return billPreview(said);
    default:
      return t`[Message of a newer version]`;
  }
}
