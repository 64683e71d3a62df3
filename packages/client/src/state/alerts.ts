import type { ConversationId } from '@plaza/base';
import type { Entry, Preferences, ShownMessage } from '@plaza/contract';
import { mentions } from './changes.ts';
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

/** One form for what looks the same: full width, half width, upper and lower case. */
const folded = (text: string) => text.normalize('NFKC').toLowerCase();

/** Scripts that put spaces between words; all others are looked for anywhere. */
const spaced =
  /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\p{N}]/u;
const special = /[\\^$.*+?()[\]{}|]/g;

function patternOf(word: string): string {
  const text = folded(word).trim();
  const letters = [...text];
  const before = spaced.test(letters[0] ?? '') ? '(?<![\\p{L}\\p{M}\\p{N}])' : '';
  const behind = spaced.test(letters.at(-1) ?? '') ? '(?![\\p{L}\\p{M}\\p{N}])' : '';
  return `${before}${text.replace(special, '\\$&')}${behind}`;
}

const matchers = new WeakMap<Preferences, RegExp | null>();

function matcherOf(preferences: Preferences): RegExp | null {
  const known = matchers.get(preferences);
  if (known !== undefined) return known;
  const words = preferences.muteWords.filter((word) => word.trim() !== '');
  const matcher = words.length === 0 ? null : new RegExp(words.map(patternOf).join('|'), 'u');
  matchers.set(preferences, matcher);
  return matcher;
}

/** Whether a message of somebody else says one of the viewer's mute words. */
export function isMutedByWords({ preferences, me }: State, entry: Entry): boolean {
  const { body, senderId } = entry;
  if (body.type !== 'message' || senderId === me?.personId) return false;
  const matcher = matcherOf(preferences);
  return matcher?.test(folded(wordsOf(body.message))) ?? false;
}

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** Whether the viewer wants no sign now, by the clock on their wall. */
export function isQuiet({ preferences: { quietHours } }: State, now: Date): boolean {
  if (quietHours === null) return false;
  const minute = now.getHours() * 60 + now.getMinutes();
  const [from, to] = [minutesOf(quietHours.from), minutesOf(quietHours.to)];
  if (from === to) return false;
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** Whether a new message may make a sound or a sign. */
export function shouldAlert(state: State, id: ConversationId, entry: Entry, now: Date): boolean {
  const inbox = inboxOf(state, id);
  const meId = state.me?.personId ?? null;
  if (inbox === null || entry.body.type !== 'message' || entry.senderId === meId) return false;
  if (entry.seq <= inbox.readSeq || inbox.notify === 'nothing') return false;
  if (isQuiet(state, now) || isMutedByWords(state, entry)) return false;
  const isForMe = mentions(entry, meId);
  return isForMe || (inbox.notify === 'all' && !inbox.archived);
}
