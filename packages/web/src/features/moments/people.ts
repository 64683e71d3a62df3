import { t } from '@lingui/core/macro';
import type { State } from '@plaza/client';
import type { MomentAudience, PersonCard } from '@plaza/contract';
import { personName } from '../chat/index.ts';
import { formatList } from '../../i18n/format.ts';

/** The name of somebody at a post: my own remark first; a card can be of one I do not know. */
export function cardName({ contacts }: State, { personId, displayName }: PersonCard): string {
  return contacts.get(personId)?.remark ?? (displayName || t`Deleted account`);
}

/** All tags that I gave, in the order of the language. */
export function myTags({ contacts }: State, locale: string): string[] {
  const all = new Set([...contacts.values()].flatMap(({ tags, listed }) => (listed ? tags : [])));
  return [...all].toSorted(new Intl.Collator(locale).compare);
}

/** For whom a post is, in a few words. */
export function audienceWords(state: State, audience: MomentAudience): string {
  if (audience.kind === 'all') return t`All friends`;
  if (audience.kind === 'me') return t`Only me`;
  const names = audience.personIds.map((id) => personName(state, id));
  const named = formatList([...audience.tags, ...names]);
  return audience.kind === 'these' ? t`Only ${named}` : t`All but ${named}`;
}

export const whole = (state: State): State => state;
