import type { PersonId } from '@plaza/base';
import { foldName, nameAt } from '../text.ts';

/** Somebody who can be mentioned; `personId` null means everybody. */
export type Mentionable = {
  personId: PersonId | null;
  /** As it will stand in the text: the name that all know, never the viewer's own remark. */
  name: string;
  /** Under which the viewer may look for it too. */
  also: string;
};

export type MentionQuery = { from: number; query: string };

const longestQuery = 30;

/** The beginning of a mention before the caret; null when none is being written. */
export function mentionQuery(text: string, caret: number): MentionQuery | null {
  const from = text.lastIndexOf('@', caret - 1);
  if (from === -1 || caret - from > longestQuery) return null;
  const query = text.slice(from + 1, caret);
  if (/\s/u.test(query)) return null;
  // An address of mail is not a mention.
  return /[\p{L}\p{N}.](?<!\p{sc=Han})$/u.test(text.slice(0, from)) ? null : { from, query };
}

/** Who is meant by what was typed so far: names that begin with it first. */
export function found(people: readonly Mentionable[], query: string): Mentionable[] {
  const wanted = foldName(query);
  const rank = ({ name, also }: Mentionable) =>
    foldName(name).startsWith(wanted) || foldName(also).startsWith(wanted) ? 0 : 1;
  return people
    .filter(({ name, also }) => foldName(`${name} ${also}`).includes(wanted))
    .toSorted((a, b) => rank(a) - rank(b));
}

/** The text with a name put where it was begun, and where the caret goes. */
export function withMention(
  text: string,
  { from, query }: MentionQuery,
  name: string,
): { text: string; caret: number } {
  const put = `@${name} `;
  const rest = text.slice(from + 1 + query.length).replace(/^ /u, '');
  return { text: text.slice(0, from) + put + rest, caret: from + put.length };
}

/** Whom a text mentions, by the names that stand in it. */
export function mentionsIn(
  text: string,
  people: readonly Mentionable[],
): { mentions?: PersonId[]; mentionsAll?: true } {
  if (!text.includes('@')) return {};
  const names = people
    .map(({ name, personId }) => ({ name, personId, isMe: false }))
    .toSorted((a, b) => b.name.length - a.name.length);
  const ids = new Set<PersonId>();
  let isAll = false;
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const one = nameAt(text, at + 1, names);
    if (one?.personId === null) isAll = true;
    else if (one !== null) ids.add(one.personId);
  }
  return {
    ...(ids.size === 0 ? {} : { mentions: [...ids].slice(0, 50) }),
    ...(isAll ? { mentionsAll: true } : {}),
  };
}
