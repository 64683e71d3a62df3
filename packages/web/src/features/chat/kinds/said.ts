import type { Entry, MessageBody, ShownMessage } from '@plaza/contract';

/** What stands in a bubble: as the log tells it, or as it was written here and is on its way. */
export type Said = ShownMessage | MessageBody;
export type SaidOf<T extends Said['type']> = Extract<ShownMessage, { type: T }>;

/** The words of a person in a message, which can be copied and edited; null when it has none. */
export function ownWords(said: Said): string | null {
  switch (said.type) {
    case 'text':
    case 'imported':
      return said.text;
    case 'photo':
    case 'video':
    case 'file':
      return said.caption === '' ? null : said.caption;
    default:
      return null;
  }
}

/** The earlier message that this one answers. */
export function answeredSeq(said: Said): number | null {
  return 'replyTo' in said ? (said.replyTo ?? null) : null;
}

/** The message of an entry; null when there is none, or none any more. */
export function saidIn(entry: Entry | null): ShownMessage | null {
  return entry?.body.type === 'message' ? entry.body.message : null;
}

/** What a later version of the app may send is shown, though not understood. */
const known = new Set<string>([
  'text',
  'photo',
  'video',
  'file',
  'voice',
  'sticker',
  'location',
  'poll',
  'contact',
  'merged',
  'groupInvite',
  'imported',
  'transfer',
  'transferSettled',
  'packet',
  'packetTaken',
  'bill',
  'billReminder',
] satisfies Said['type'][]);

export const isKnown = ({ type }: { type: string }): boolean => known.has(type);
