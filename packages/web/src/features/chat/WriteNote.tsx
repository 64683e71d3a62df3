import { Trans } from '@lingui/react/macro';
import { inboxOf, may, sendsOf, type State } from '@plaza/client';
import type { Conversation } from '@plaza/contract';
import type { ReactNode } from 'react';
import { useClient } from '../../state/index.ts';
import { Button, ButtonLink, classNames } from '../../ui/index.ts';

/** Why writing will not work here; `open` when nothing is known against it. */
export type Writing =
  | 'open'
  | 'left'
  | 'erased'
  | 'blocked_by_me'
  | 'not_contact'
  | 'refused'
  | 'silenced'
  | 'dissolved'
  | 'archive';

/** There is no field at all where nothing could be sent, whatever one does about it. */
export const closed: ReadonlySet<Writing> = new Set([
  ...(['left', 'erased', 'silenced', 'dissolved', 'archive'] as const),
]);

export function writingOf(state: State, conversation: Conversation): Writing {
  const { conversationId, peer } = conversation;
  if (inboxOf(state, conversationId)?.leftSeq != null) return 'left';
  if (conversation.kind === 'archive') return 'archive';
  if (conversation.dissolved) return 'dissolved';
  if (peer === null) return may(state, conversationId, 'send') ? 'open' : 'silenced';
  if (peer.displayName === '') return 'erased';
  const contact = state.contacts.get(peer.personId);
  if (contact?.blocked === true) return 'blocked_by_me';
  if (contact?.listed !== true) return 'not_contact';
  // Who deleted or blocked this person is not told; only a refused message says so.
  const failure = sendsOf(state, conversationId).findLast(
    (send) => send.state === 'failed',
  )?.failure;
  if (failure === 'not_contact') return 'not_contact';
  return failure === 'blocked' ? 'refused' : 'open';
}

function Line({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div
      className={classNames(
        'flex shrink-0 flex-wrap items-center justify-center',
        'gap-x-4 gap-y-2 border-t border-line bg-surface px-4 py-3 text-center text-sm',
      )}
    >
      <p className="text-muted">{children}</p>
      {action}
    </div>
  );
}

/** The line above or instead of the composer that says so, and what can be done. */
export function WriteNote({
  writing,
  conversation,
}: {
  writing: Writing;
  conversation: Conversation;
}) {
  const { api } = useClient();
  const personId = conversation.peer?.personId;
  switch (writing) {
    case 'open':
      return null;
    case 'left':
      return (
        <Line>
          <Trans>You are not in this group any more. You can still read what you saw.</Trans>
        </Line>
      );
    case 'archive':
      return (
        <Line>
          <Trans>You imported this. Only you see it, and nobody writes here.</Trans>
        </Line>
      );
    case 'dissolved':
      return (
        <Line>
          <Trans>This group was dissolved. You can still read what you saw.</Trans>
        </Line>
      );
    case 'silenced':
      return (
        <Line>
          <Trans>Only owner and admins write here at present.</Trans>
        </Line>
      );
    case 'erased':
      return (
        <Line>
          <Trans>This account was deleted.</Trans>
        </Line>
      );
    case 'refused':
      return (
        <Line>
          <Trans>This person does not take messages from you.</Trans>
        </Line>
      );
    case 'blocked_by_me':
      return (
        <Line
          action={
            personId === undefined ? null : (
              <Button tone="soft" onClick={() => void api.contacts.unblock({ personId })}>
                <Trans>Unblock</Trans>
              </Button>
            )
          }
        >
          <Trans>You blocked this person.</Trans>
        </Line>
      );
    case 'not_contact':
      return (
        <Line
          action={
            <ButtonLink to={`/contacts/${personId}`} tone="soft">
              <Trans>Send request</Trans>
            </ButtonLink>
          }
        >
          <Trans>You are not contacts, so messages do not arrive.</Trans>
        </Line>
      );
  }
}
