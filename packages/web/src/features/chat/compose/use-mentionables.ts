import { may, type State } from '@plaza/client';
import { i18n } from '@lingui/core';
import { t } from '@lingui/core/macro';
import type { Conversation } from '@plaza/contract';
import { useMemo } from 'react';
import { allWords } from '../kinds/mention-names.ts';
import { personName } from '../names.ts';
import { useMembers } from '../use-members.ts';
import type { Mentionable } from './mentions.ts';

const nobody: readonly Mentionable[] = [];

/** The word for everybody in the language of the writer. */
function allWord(locale: string): string {
  const [english, spanish, chinese] = allWords;
  return locale.startsWith('zh') ? chinese : locale.startsWith('es') ? spanish : english;
}

/** Whom a message in this conversation can mention: the others of a group. */
export function useMentionables(state: State, conversation: Conversation): readonly Mentionable[] {
  const { conversationId, kind } = conversation;
  const members = useMembers(state, conversationId);
  const meId = state.me?.personId;
  const mayAll = kind === 'group' && may(state, conversationId, 'mentionAll');
  const { locale } = i18n;
  return useMemo(() => {
    if (kind !== 'group') return nobody;
    const people: Mentionable[] = (members ?? [])
      .filter(({ person }) => person.personId !== meId && person.displayName !== '')
      .map(({ person, nickname }) => ({
        personId: person.personId,
        name: nickname === '' ? person.displayName : nickname,
        also: `${personName(state, person.personId)} ${person.handle}`,
      }));
    const all: Mentionable = { personId: null, name: allWord(locale), also: t`everybody` };
    return mayAll ? [all, ...people] : people;
    // Names change rarely; the state changes at every message.
    // eslint-disable-next-line react/exhaustive-deps -- see above
  }, [kind, members, meId, mayAll, locale]);
}
