import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { inboxOf, type State } from '@plaza/client';
import { UsersRound } from 'lucide-react';
import { useClientState } from '../../state/index.ts';
import { ButtonLink, EmptyState, ListRow, Screen, SectionCard, TopBar } from '../../ui/index.ts';
import { ConversationAvatar, titleOf } from '../chat/index.ts';

const whole = (state: State) => state;

/** The groups that the viewer is in. */
export function Groups() {
  const { t, i18n } = useLingui();
  const state = useClientState(['list', 'contacts', 'people', 'me'], whole);
  const order = new Intl.Collator(i18n.locale);
  const groups = [...state.conversations.values()]
    .map(({ conversation }) => ({ conversation, title: titleOf(state, conversation) }))
    .filter(({ conversation: { kind, conversationId } }) => {
      return kind === 'group' && inboxOf(state, conversationId)?.leftSeq === null;
    })
    .sort((a, b) => order.compare(a.title, b.title));
  return (
    <>
      <TopBar title={t`Groups`} back="/contacts" backOnPhone />
      <Screen>
        {groups.length === 0 ? (
          <EmptyState
            icon={UsersRound}
            title={<Trans>You are in no group</Trans>}
            action={
              <ButtonLink to="/chats/new">
                <Trans>New group</Trans>
              </ButtonLink>
            }
          />
        ) : (
          <SectionCard>
            {groups.map(({ conversation, title }) => (
              <ListRow
                key={conversation.conversationId}
                to={`/chats/${conversation.conversationId}`}
                title={title}
                subtitle={
                  <Plural value={conversation.memberCount} one="# member" other="# members" />
                }
                start={<ConversationAvatar conversation={conversation} title={title} size="s" />}
              />
            ))}
          </SectionCard>
        )}
      </Screen>
    </>
  );
}
