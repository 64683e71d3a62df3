/** What counts as unread for everybody but its sender: messages, and calls that were missed. */
export const unreadTypes = ['message', 'callMissed'] as const;

export const isUnreadType = (type: string): boolean =>
  unreadTypes.some((counted) => counted === type);

/** What a person says about when a sign may reach them. */
export type AlertRules = {
  /** No sign between these times of day, such as `22:00`; null: any time is fine. */
  quietHours: { from: string; to: string } | null;
  /** Messages with one of these ask for no attention. */
  muteWords: readonly string[];
};

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

const matchers = new WeakMap<AlertRules, RegExp | null>();

function matcherOf(rules: AlertRules): RegExp | null {
  const known = matchers.get(rules);
  if (known !== undefined) return known;
  const words = rules.muteWords.filter((word) => word.trim() !== '');
  const matcher = words.length === 0 ? null : new RegExp(words.map(patternOf).join('|'), 'u');
  matchers.set(rules, matcher);
  return matcher;
}

/** Whether a text says one of the mute words. The rules are data that nobody changes in place. */
export function saysMuteWord(rules: AlertRules, text: string): boolean {
  return matcherOf(rules)?.test(folded(text)) ?? false;
}

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** Whether no sign is wanted at a minute of the day, by the clock on the person's wall. */
export function isQuietAt({ quietHours }: AlertRules, minute: number): boolean {
  if (quietHours === null) return false;
  const [from, to] = [minutesOf(quietHours.from), minutesOf(quietHours.to)];
  if (from === to) return false;
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** A message of somebody else, as far as a sign of it goes. */
export type AlertMessage = { seq: number; mentionsMe: boolean; words: string };

/**
 * Whether a message of somebody else may make a sound or a sign: the one rule, for what a screen
 * shows and for what the city pushes.
 */
export function mayAlert(
  message: AlertMessage,
  inbox: { readSeq: number; notify: 'all' | 'mentions' | 'nothing'; archived: boolean },
  at: { rules: AlertRules; minute: number },
): boolean {
  if (message.seq <= inbox.readSeq || inbox.notify === 'nothing') return false;
  if (isQuietAt(at.rules, at.minute) || saysMuteWord(at.rules, message.words)) return false;
  return message.mentionsMe || (inbox.notify === 'all' && !inbox.archived);
}
