import { isQuietAt, mayAlert, saysMuteWord, type ConversationId } from '@plaza/base';
import type { Entry, ShownMessage } from '@plaza/contract';
import { isCounted, mentions } from './changes.ts';
import { inboxOf } from './select.ts';
import type { State } from './types.ts';

/** The words of a message that a person reads. */
export function wordsOf(message: ShownMessage): string {
  switch (message.type) {
    case 'text':
    case 'imported':
      return message.text;
    case 'photo':
    case 'video':
      return message.caption;
    case 'file':
      return `${message.name}\n${message.caption}`;
    case 'poll':
      return [message.question, ...message.options].join('\n');
    case 'location':
      return message.name;
    case 'sticker':
      return message.alt;
    case 'merged':
      return [message.title, ...message.items.map((item) => wordsOf(item.message))].join('\n');
    default:
      return '';
  }
}

/** Whether a message of somebody else says one of the viewer's mute words. */
export function isMutedByWords({ preferences, me }: State, entry: Entry): boolean {
  const { body, senderId } = entry;
  if (body.type !== 'message' || senderId === me?.personId) return false;
  return saysMuteWord(preferences, wordsOf(body.message));
}

const minuteOf = (now: Date) => now.getHours() * 60 + now.getMinutes();

/** Whether the viewer wants no sign now, by the clock on their wall. */
export function isQuiet({ preferences }: State, now: Date): boolean {
  return isQuietAt(preferences, minuteOf(now));
}

/** Whether a new message may make a sound or a sign. */
export function shouldAlert(state: State, id: ConversationId, entry: Entry, now: Date): boolean {
  const inbox = inboxOf(state, id);
  const meId = state.me?.personId ?? null;
  const { body, seq } = entry;
  if (inbox === null || !isCounted(entry) || entry.senderId === meId) return false;
  const words = body.type === 'message' ? wordsOf(body.message) : '';
  const message = { seq, mentionsMe: mentions(entry, meId), words };
  return mayAlert(message, inbox, { rules: state.preferences, minute: minuteOf(now) });
}
