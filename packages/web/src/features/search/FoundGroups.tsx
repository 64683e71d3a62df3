import { Trans, useLingui } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import { useCallback } from 'react';
import { formatList } from '../../i18n/format.ts';
import { api } from '../../state/calls.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { ListRow } from '../../ui/index.ts';
import { ConversationAvatar, personName, titleOf } from '../chat/index.ts';

type FoundGroupsProps = { query: string; state: State; known: ReadonlySet<string> };

/** Groups with a member of this name; those that stand in the list above are left out. */
export default function FoundGroups({ query, state, known }: FoundGroupsProps) {
  const { t } = useLingui();
  const ask = useCallback(() => api.search.groups({ query }), [query]);
  const { data } = useAnswer(ask);
  const groups = (data?.groups ?? []).filter(
    ({ head }) => !known.has(head.conversation.conversationId),
  );
  if (groups.length === 0) return null;
  return (
    <section aria-label={t`Groups`}>
      <h2 className="px-4 pt-4 pb-1 text-sm font-semibold text-muted">
        <Trans>Groups</Trans>
      </h2>
      {groups.map(({ head: { conversation }, people }) => {
        const title = titleOf(state, conversation);
        const names = formatList(people.map((id) => personName(state, id)));
        return (
          <ListRow
            key={conversation.conversationId}
            to={`/chats/${conversation.conversationId}`}
            title={title}
            subtitle={people.length === 0 ? undefined : t`With ${names}`}
            start={<ConversationAvatar conversation={conversation} title={title} />}
          />
        );
      })}
    </section>
  );
}
